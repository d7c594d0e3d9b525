"""Makes PDFs with the programs that make them in the world: LibreOffice, Chromium, and a scanner of sorts."""

from __future__ import annotations

import os
import random
import re
import subprocess
import tempfile
import time
from pathlib import Path

_WHEN = time.gmtime(1767603600)
_CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)


def libreoffice(docx: Path, pdf: Path) -> None:
    """Print a DOCX as `soffice --convert-to pdf` does."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                str(docx),
            ],
            check=True,
            capture_output=True,
            timeout=180,
            env=os.environ | {"SOURCE_DATE_EPOCH": str(int(time.mktime(_WHEN)))},
        )
        pdf.write_bytes(_undated(Path(folder, docx.with_suffix(".pdf").name).read_bytes()))


def chromium(html: str, pdf: Path) -> None:
    """Print an HTML page as `chromium --print-to-pdf` does."""
    with tempfile.TemporaryDirectory() as folder:
        page, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(html, encoding="utf-8")
        subprocess.run(
            [
                "chromium",
                *_CHROMIUM,
                f"--user-data-dir={Path(folder, 'profile')}",
                f"--print-to-pdf={printed}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        pdf.write_bytes(_undated(printed.read_bytes()))


def scanner(source: Path, pdf: Path, *, dpi: int = 150, seed: int = 7) -> None:
    """Print a PDF and lay it on the glass a little askew: pages as grey JPEG pictures, and no text."""
    import pypdfium2 as pdfium
    from PIL import Image, ImageFilter

    chance = random.Random(seed)
    pages = []
    document = pdfium.PdfDocument(source)
    for number in range(len(document)):
        picture = document[number].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        angle = chance.uniform(0.3, 0.9) * chance.choice((-1, 1))
        picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=250)
        noise = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
        noise = noise.filter(ImageFilter.GaussianBlur(0.8))
        picture = Image.blend(picture, noise, 0.07).filter(ImageFilter.GaussianBlur(0.4))
        pages.append(picture)
    document.close()
    pages[0].save(
        pdf,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=dpi,
        quality=40,
        creationDate=_WHEN,
        modDate=_WHEN,
    )


def _undated(data: bytes) -> bytes:
    """Put one fixed moment and identifier, of the same length, where the producer wrote its own."""
    data = re.sub(rb"\(D:\d{14}", b"(D:20260105090000", data)
    data = re.sub(rb"(/ID\s*\[\s*)<([0-9A-Fa-f]+)>(\s*)<([0-9A-Fa-f]+)>", _same_id, data)
    return re.sub(rb"/DocChecksum /([0-9A-F]+)", lambda m: b"/DocChecksum /" + b"0" * len(m[1]), data)


def _same_id(match: re.Match[bytes]) -> bytes:
    first, second = b"0" * len(match[2]), b"0" * len(match[4])
    return match[1] + b"<" + first + b">" + match[3] + b"<" + second + b">"
