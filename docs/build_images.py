"""Takes the pictures of the README: what ``contract-scan scan`` prints, in a terminal 80 cells wide.

    python docs/build_images.py

Needs the package, Pillow, Chromium (``chromium``) and the font Noto Sans Mono CJK SC, whose Chinese characters are
exactly two cells wide.
"""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from rich.console import Console, Group, RenderableType
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

from contract_scan import Scanner
from contract_scan.batch import scan_folder
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.table import row, table_view
from contract_scan.render.text import report_view

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
WIDTH = 80
ONE = "samples/02-terminal-lease-tracked-changes.docx"
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<style>
.{unique_id}-matrix {{ font-family: "Noto Sans Mono CJK SC"; font-size: {char_height}px;
  line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>{lines}</defs>
<rect width="100%" height="100%" fill="#191919"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>"""


def main() -> None:
    """Write one picture of a contract and one of the folder for each language."""
    os.chdir(ROOT)
    scanner = Scanner()
    records = list(scan_folder("samples", scanner=scanner))
    report = scanner.scan(ONE)
    for lang in ("zh", "en"):
        one = _until(report_view(report, lang=lang), phrases(lang)["heading.termination"])
        _take(f"summary.{lang}", f"contract-scan scan {ONE}", lang, one)
        table = _until(table_view([row(record, lang=lang) for record in records], lang=lang))
        _take(f"folder.{lang}", "contract-scan scan samples/", lang, table)


def _until(view: RenderableType, heading: str | None = None) -> RenderableType:
    """Return what `view` prints, without the lines from `heading` on: a picture shows the beginning of a long result."""
    console = Console(file=io.StringIO(), width=WIDTH, force_terminal=True, color_system="truecolor")
    lines = []
    for line in console.render_lines(view, pad=False):
        text = Text.assemble(*((segment.text, segment.style or "") for segment in line))
        if heading is not None and text.plain.startswith(heading):
            lines.append(Text("…", style="dim"))
            break
        lines.append(text)
    return Group(*lines)


def _take(name: str, command: str, lang: Lang, view: RenderableType) -> None:
    options = "" if lang == "zh" else f" --lang {lang}"
    console = Console(file=io.StringIO(), width=WIDTH, record=True, force_terminal=True, color_system="truecolor")
    console.print(Text("$ ", style="dim").append(command + options, style="not dim"))
    console.print(view)
    # A cell of this font is half as wide as a Chinese character is high.
    svg = console.export_svg(title="", theme=DIMMED_MONOKAI, code_format=SVG, font_aspect_ratio=0.5)
    _render(svg, IMAGES / f"{name}.png")


def _render(svg: str, target: Path) -> None:
    size = [int(float(part.split('"')[1])) + 1 for part in svg.split("\n", 1)[0].split("svg ")[1].split(" ")[1:3]]
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        page.write_text(f'<!doctype html><meta charset="utf-8"><body style="margin:0">{svg}', encoding="utf-8")
        subprocess.run(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
                f"--user-data-dir={folder}/profile",
                f"--window-size={size[0]},{size[1]}",
                f"--screenshot={shot}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
        # Few colours: an eighth of the size, and text looks the same.
        Image.open(shot).convert("RGB").quantize(64, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
