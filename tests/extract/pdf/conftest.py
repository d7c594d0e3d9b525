"""PDF files from real producers, and readers for them."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_scan.extract.pdf import read_pdf
from contract_scan.model.document import Document
from contract_scan.sources import Source
from support.painting import Painter, agreement_html

_QUIET = (
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


def source_of(data: bytes, name: str = "agreement.pdf") -> Source:
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))


@pytest.fixture(scope="session")
def read() -> Callable[..., Document]:
    """Read a PDF from its bytes."""

    def reading(data: bytes, **options: object) -> Document:
        return read_pdf(source_of(data), **options)

    return reading


@pytest.fixture
def painter() -> Painter:
    """A canvas to paint a PDF on."""
    return Painter()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Print HTML to a PDF with Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    folder = tmp_path_factory.mktemp("chromium")

    def printing(html: str) -> bytes:
        page, out = folder / "page.html", folder / "page.pdf"
        page.write_text(html, encoding="utf-8")
        out.unlink(missing_ok=True)
        subprocess.run(
            [program, *_QUIET, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={out}", page.as_uri()],
            check=True,
            capture_output=True,
            timeout=60,
        )
        return out.read_bytes()

    return printing


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], bytes]:
    """Convert a file to a PDF with LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("libreoffice")

    def converting(path: Path) -> bytes:
        subprocess.run(
            [
                program,
                "--headless",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return (folder / f"{path.stem}.pdf").read_bytes()

    return converting


@pytest.fixture(scope="session")
def chromium_agreement(chromium: Callable[[str], bytes]) -> bytes:
    return chromium(agreement_html())


@pytest.fixture(scope="session")
def encrypted() -> Callable[..., bytes]:
    """Encrypt a PDF."""
    pikepdf = pytest.importorskip("pikepdf")

    def encrypting(data: bytes, *, owner: str, user: str) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))
        return out.getvalue()

    return encrypting
