"""Takes the pictures of the README: what ``contract-scan scan`` prints, in a terminal 80 cells wide.

    python docs/build_images.py

Needs the package, Pillow, Chromium (``chromium``) and the font Noto Sans Mono CJK SC, whose Chinese characters are
exactly two cells wide.
"""

from __future__ import annotations

import html
import io
import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from rich.cells import cell_len
from rich.color import blend_rgb
from rich.console import Console, Group
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from contract_scan.render.phrases import phrases

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
WIDTH = 80
ONE = "samples/02-terminal-lease-tracked-changes.docx"
SCALE = 2
CELL, LINE = 8, 21
#: Sizes are in CSS pixels: a Chinese character of 16 px is two cells wide. Other narrow characters come from
#: a font that has them narrow, made as wide as a cell; lines of boxes also as high as a line, so that they join.
STYLE = f"""
body {{ margin: 0; padding: 16px 20px; background: #14171c; color: #d5d9e0;
  font: 16px/{LINE}px "Noto Sans Mono CJK SC"; width: {WIDTH * CELL}px; box-sizing: content-box; }}
div {{ white-space: pre; height: {LINE}px; }}
i {{ font-style: normal; display: inline-block; width: {CELL}px; height: {LINE}px; vertical-align: top;
  text-align: center; overflow: hidden; }}
i.wide {{ width: {2 * CELL}px; }}
i.thin {{ font: 13.29px/{LINE}px "DejaVu Sans Mono"; overflow: visible; }}
i.box {{ transform: scaleY(1.45); }}
"""
THEME = TerminalTheme(
    (20, 23, 28),
    (213, 217, 224),
    [(20, 23, 28), (240, 113, 120), (127, 200, 132), (229, 192, 103), (97, 160, 230), (204, 140, 222), (90, 190, 200),
     (213, 217, 224)],
)  # fmt: skip


def main() -> None:
    """Write one picture of a contract and one of the folder for each language."""
    for lang in ("zh", "en"):
        options = [] if lang == "zh" else ["--lang", lang]
        _take(f"summary.{lang}", ["scan", ONE, *options], until=phrases(lang)["heading.fees"])
        _take(f"folder.{lang}", ["scan", "samples/", *options])


def _take(name: str, arguments: list[str], *, until: str | None = None) -> None:
    """Take a picture of what a command prints, up to a heading: there is room for the beginning of a long result."""
    console = Console(file=io.StringIO(), width=WIDTH + 1, force_terminal=True, color_system="truecolor")
    command = Text("$ ", style="dim").append(" ".join(["contract-scan", *arguments]), style="not dim")
    texts = [command, *itertools.takewhile(lambda text: until is None or text.plain.strip() != until, _run(arguments))]
    if until is not None:
        texts.append(Text("…", style="dim"))
    lines = console.render_lines(Group(*texts), pad=False)
    body = "".join(f"<div>{''.join(map(_span, line))}</div>" for line in lines)
    page = f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><body>{body}'
    _shoot(page, IMAGES / f"{name}.png", width=WIDTH * CELL + 40, height=len(lines) * LINE + 32)


def _run(arguments: list[str]) -> list[Text]:
    """Return the lines that the command prints to a terminal with colours."""
    terminal = {"FORCE_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm-256color", "COLUMNS": str(WIDTH)}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "contract_scan", *arguments],
        cwd=ROOT,
        env={**os.environ, **terminal, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        check=False,
    )
    return [Text.from_ansi(line) for line in done.stdout.decode().rstrip("\n").split("\n")]


def _span(segment: Segment) -> str:
    # Chinese has no italics: a quote whose figures alone lean would look broken.
    style = (segment.style or Style.null()) + Style(italic=False)
    inside = "".join(map(_cell, segment.text))
    return f'<span style="{style.without_color.get_html_style()};{_colour(style)}">{inside}</span>'


def _colour(style: Style) -> str:
    colour = style.color.get_truecolor(THEME) if style.color else THEME.foreground_color
    if style.dim:
        colour = blend_rgb(colour, THEME.background_color, 0.4)
    return f"color:{colour.hex}"


def _cell(char: str) -> str:
    if char.isascii():
        return html.escape(char)
    if cell_len(char) == 2:
        return f'<i class="wide">{char}</i>'
    joins = "\u2500" <= char <= "\u257f"
    return f'<i class="thin box">{char}</i>' if joins else f'<i class="thin">{char}</i>'


def _shoot(content: str, target: Path, *, width: int, height: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        page.write_text(content, encoding="utf-8")
        subprocess.run(  # noqa: S603
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
                f"--user-data-dir={folder}/profile",
                f"--force-device-scale-factor={SCALE}",
                f"--window-size={width},{height}",
                f"--screenshot={shot}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
        # Few colours: a fraction of the size, and text looks the same.
        Image.open(shot).convert("RGB").quantize(48, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
