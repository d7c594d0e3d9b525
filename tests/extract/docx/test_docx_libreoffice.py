"""Files of a real office program: what LibreOffice writes is read, and what only it reads is read through it."""

from __future__ import annotations

import http.server
import io
import shutil
import subprocess
import threading
import zipfile
from typing import ClassVar

import pytest

from contract_scan.errors import ContractScanError
from contract_scan.extract import extract
from contract_scan.sources import as_source

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

PAGE = """<html><head><meta charset="utf-8"></head><body>
<h1>特约商户服务协议</h1>
<ol><li><p>押金为人民币299元。</p></li><li><p>费率如下：</p></li></ol>
<table border="1"><tr><td>卡种</td><td colspan="2">费率</td></tr>
<tr><td rowspan="2">贷记卡</td><td>境内</td><td>0.6%</td></tr><tr><td>境外</td><td>1.8%</td></tr></table>
<p>本协议自签署之日起生效。</p></body></html>"""
LINES = [
    "特约商户服务协议",
    "1. 押金为人民币299元。",
    "2. 费率如下：",
    "卡种 | 费率",
    "贷记卡 | 境内 | 0.6%",
    "境外 | 1.8%",
    "本协议自签署之日起生效。",
]


def escaped(text):
    return "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text)


RTF = (
    r"{\rtf1\ansi\uc1 "
    + escaped("押金299元")
    + r"\par {\v "
    + escaped("藏")
    + r"}"
    + escaped("不予退还")
    + r"\par \trowd\cellx2000\cellx4000\intbl "
    + escaped("通讯费")
    + r"\cell "
    + escaped("60元/年")
    + r"\cell\row\pard }"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """One page as LibreOffice writes it in three formats."""
    folder = tmp_path_factory.mktemp("office")
    page = folder / "a.html"
    page.write_text(PAGE, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    common = [str(SOFFICE), profile, "--headless", "--norestore"]
    as_text = ["--infilter=HTML (StarWriter)"]  # not as a web page, which has no paragraphs to number
    for options, target, original in ((as_text, "odt:writer8", "a.html"), ([], "docx", "a.odt"), ([], "doc", "a.odt")):
        command = [*common, *options, "--convert-to", target, "--outdir", str(folder), str(folder / original)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


def test_docx_of_libreoffice(written):
    document = extract(as_source(written / "a.docx"))
    assert document.text.split("\n") == LINES
    assert document.blocks[0].kind == "heading"
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.odt", "application/vnd.oasis.opendocument.text"), ("a.doc", "application/msword")],
)
def test_formats_read_through_libreoffice(written, name, media_type):
    document = extract(as_source(written / name))
    assert document.text.split("\n") == LINES
    assert document.media_type == media_type
    assert document.size_bytes == (written / name).stat().st_size
    assert document.warnings[0].code == "converted"


def test_rtf():
    document = extract(as_source(RTF.encode(), name="a.rtf"))
    body = [document.text[block.start : block.end] for block in document.body()]
    assert body == ["押金299元", "不予退还", "通讯费 | 60元/年"]
    assert [warning.code for warning in document.warnings] == ["converted", "hidden_text"]


def test_nothing_is_left_behind(written, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    extract(as_source(written / "a.odt"))
    assert list(tmp_path.iterdir()) == []


OASIS = "urn:oasis:names:tc:opendocument:xmlns"
OPEN_DOCUMENT = f"""<office:document-content office:version="1.2" xmlns:office="{OASIS}:office:1.0"
 xmlns:text="{OASIS}:text:1.0" xmlns:draw="{OASIS}:drawing:1.0" xmlns:svg="{OASIS}:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>押金
<draw:frame text:anchor-type="as-char" svg:width="5cm" svg:height="5cm">
<draw:image xlink:type="simple" xlink:href="{{0}}"/></draw:frame></text:p>
<text:section text:name="s"><text:section-source xlink:href="{{0}}"/><text:p>条款</text:p></text:section>
</office:text></office:body></office:document-content>"""
MANIFEST = f"""<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


class _Visited(http.server.BaseHTTPRequestHandler):
    visits: ClassVar[list[str]] = []

    def do_GET(self):
        self.visits.append(self.path)
        self.send_error(404)

    def log_message(self, *args):
        pass


def test_nothing_that_a_file_links_to_is_fetched():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Visited)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    link = f"http://127.0.0.1:{server.server_port}/canary.png"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", OPEN_DOCUMENT.format(link))
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    try:
        document = extract(as_source(stream.getvalue(), name="a.odt"))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert "押金" in document.text
    assert _Visited.visits == []


WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r>'
    "<w:t>押金不予退还</w:t></w:r></w:p></w:body></w:wordDocument>"
)


def test_word_2003_xml():
    assert extract(as_source(WORD_2003.encode(), name="a.doc")).text == "押金不予退还"


def test_a_damaged_file_is_typed():
    with pytest.raises(ContractScanError):
        extract(as_source(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")))
