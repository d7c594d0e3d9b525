"""Old and other word processors' files, as LibreOffice writes them: changes and hidden text outlive the conversion."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile

import pytest

from contract_scan.errors import EncryptedFileError, SourceTooLargeError
from contract_scan.extract import extract
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.legacy import _run
from contract_scan.extract.sniff import Format
from contract_scan.extract.written import written as raw_text
from contract_scan.sources import as_source
from support.wordml import package, paragraph, run

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

_CHANGE = 'w:id="{}" w:author="x" w:date="2024-01-01T00:00:00Z"'
BODY = (
    paragraph("特约商户服务协议")
    + "<w:p>"
    + run("押金")
    + f"<w:del {_CHANGE.format(1)}><w:r><w:delText>不予</w:delText></w:r></w:del>"
    + f"<w:ins {_CHANGE.format(2)}>{run('应予')}</w:ins>"
    + run("退还")
    + "</w:p>"
    + f"<w:p>{run('可见')}{run('藏', '<w:vanish/>')}</w:p>"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.docx").write_bytes(package(BODY))
    for target in ("doc", "odt", "rtf"):
        subprocess.run(
            [
                str(SOFFICE),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                target,
                "--outdir",
                str(folder),
                str(folder / "a.docx"),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "odt", "rtf"])
def test_changes_and_hidden_text(written, suffix):
    path = written / f"a.{suffix}"
    document = extract(as_source(path))
    assert [document.quote(block.start, block.end) for block in document.body()] == [
        "特约商户服务协议",
        "押金应予退还",
        "可见",
    ]
    assert [block.kind.value for block in document.blocks].count("hidden") == 1
    assert [warning.code for warning in document.warnings] == ["converted", "tracked_changes", "hidden_text"]


@needs_office
@pytest.mark.parametrize(("suffix", "kind"), [("doc", Format.LEGACY), ("odt", Format.ODT), ("rtf", Format.RTF)])
def test_a_raw_look_sees_the_text(written, suffix, kind):
    text = raw_text((written / f"a.{suffix}").read_bytes(), kind, DEFAULT_BOUNDS)
    for shown in ("特约商户服务协议", "应予", "退还", "可见", "藏"):
        assert shown in text


@needs_office
def test_the_other_side_of_changes(written):
    assert "押金不予退还" in extract(as_source(written / "a.doc"), tracked="original").text


def test_a_locked_open_document_is_typed():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data manifest:checksum=''/>")
    with pytest.raises(EncryptedFileError, match="locked with a password"):
        extract(as_source(stream.getvalue(), name="a.odt"))


@pytest.mark.skipif(not (shutil.which("sh") and shutil.which("ps")), reason="sh and ps are not installed")
def test_an_office_that_does_not_end_is_ended_with_all_that_it_started(tmp_path):
    child = tmp_path / "child"
    bounds = Bounds(office_seconds=0.5)
    with pytest.raises(SourceTooLargeError, match="office_seconds="):
        _run(["sh", "-c", f"sleep 60 & echo $! > '{child}'; wait"], tmp_path, time.monotonic() + 0.5, bounds)
    number = child.read_text(encoding="ascii").strip()
    state = subprocess.run(["ps", "-o", "stat=", "-p", number], capture_output=True, text=True, check=False).stdout
    assert state.strip()[:1] in {"", "Z"}
