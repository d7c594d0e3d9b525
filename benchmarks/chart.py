"""A chart of bars as SVG, readable on light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

__all__ = ["bars"]

_WIDTH, _ROW, _LABEL, _END = 820, 30, 330, 130
_OURS, _OTHERS = "#2563eb", "#94a3b8"


def bars(title: str, rows: Sequence[tuple[str, float, bool]]) -> str:
    """Return a chart of rows: a label, a figure, and whether it is this package's. Bars are as long as the figures."""
    height = 50 + _ROW * len(rows)
    most = max(figure for _, figure, _ in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img"'
        f' aria-label="{escape(title)}" font-family="system-ui, sans-serif" font-size="13">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="26" font-size="15" font-weight="600" fill="#111827">{escape(title)}</text>',
    ]
    for number, (label, figure, ours) in enumerate(rows):
        y = 46 + _ROW * number
        length = max(1.0, (_WIDTH - _LABEL - _END) * figure / most)
        parts += [
            f'<text x="{_LABEL - 10}" y="{y + 14}" text-anchor="end" fill="#111827">{escape(label)}</text>',
            f'<rect x="{_LABEL}" y="{y}" width="{length:.1f}" height="20" rx="2" fill="{_OURS if ours else _OTHERS}"/>',
            f'<text x="{_LABEL + length + 8:.1f}" y="{y + 14}" fill="#111827">{figure:.2f}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
