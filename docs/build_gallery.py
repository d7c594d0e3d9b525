"""Takes the pictures of docs/outputs.md: the page on a screen, on a phone and on paper, and marked copies.

    python docs/build_gallery.py

Needs the package with its ``test`` extra, Chromium (``chromium``), LibreOffice (``soffice``) and Noto Sans CJK.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from contract_scan import Scanner, annotate, render_html
from contract_scan.model.report import ContractReport

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
IMAGES = ROOT / "docs" / "images"
DESK, PHONE = (1280, 860), (390, 844)
COLOURS = 64
_COMMENTS = {"ExportNotes": "true"}


def main() -> None:
    """Write every picture."""
    scanner = Scanner()
    conditional = scanner.scan(SAMPLES / "01-acquiring-word-numbering.docx")
    lost = scanner.scan(SAMPLES / "03-activation-fee-chapters.docx")
    fair = scanner.scan(SAMPLES / "11-three-party-fair.docx")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        _page(browser, "report.desk.zh", conditional, "zh", DESK, "light", click="#f-1 .quoted")
        _page(browser, "report.desk.en", lost, "en", DESK, "dark", click="#f-1 .quoted")
        _page(browser, "report.fees.zh", lost, "zh", DESK, "light", to="#h-fees")
        _page(browser, "report.phone.zh", fair, "zh", PHONE, "light")
        _page(browser, "report.phone.en", conditional, "en", PHONE, "dark", to="#f-1")
        browser.close()
    _pdf("marked.pdf", SAMPLES / "05-two-column-contradictory.pdf", scanner, page=2)
    _docx("marked.docx", SAMPLES / "03-activation-fee-chapters.docx", lost, page=1)


def _page(
    browser: Browser,
    name: str,
    report: ContractReport,
    lang: str,
    size: tuple[int, int],
    scheme: str,
    *,
    to: str = "",
    click: str = "",
) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_content(render_html(report, lang=lang))
    if click:
        page.click(click)
    if to:
        page.evaluate("selector => document.querySelector(selector).scrollIntoView()", to)
    _save(page.screenshot(), name)
    context.close()


def _pdf(name: str, path: Path, scanner: Scanner, *, page: int) -> None:
    _sheet(name, annotate(path, scanner.scan(path)).data, page)


def _docx(name: str, path: Path, report: ContractReport, *, page: int) -> None:
    """Show where the comments stand, as LibreOffice tells it in a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        marked = Path(folder, "marked.docx")
        marked.write_bytes(annotate(path, report).data)
        options = {name: {"type": "boolean", "value": value} for name, value in _COMMENTS.items()}
        to_pdf = f"pdf:writer_pdf_Export:{json.dumps(options)}"
        subprocess.run(  # noqa: S603
            ["soffice", "--headless", "--convert-to", to_pdf, "--outdir", folder, str(marked)],  # noqa: S607
            check=True,
            capture_output=True,
        )
        _sheet(name, marked.with_suffix(".pdf").read_bytes(), page)


def _sheet(name: str, data: bytes, page: int) -> None:
    picture = pypdfium2.PdfDocument(data)[page].render(scale=1.3, may_draw_forms=True).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG")
    _save(out.getvalue(), name)


def _save(data: bytes, name: str) -> None:
    # Few colours: a fraction of the size, and text looks the same.
    picture = Image.open(io.BytesIO(data)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
