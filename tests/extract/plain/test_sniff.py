"""The type is told by the content; a wrong name changes nothing, and what is not read gets a clear line."""

from __future__ import annotations

import io
import zipfile

import pytest

from contract_scan.errors import (
    CorruptFileError,
    EncryptedFileError,
    UnsupportedFormatError,
)
from contract_scan.extract import extract
from contract_scan.extract.sniff import Format, sniff
from contract_scan.sources import as_source

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def archive(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        for name, content in members.items():
            opened.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def locked_word():
    """The header of an old Word file begins its second sector; the lowest bit of its twelfth byte says encrypted."""
    header = b"\xec\xa5\xc1\0" + bytes(7) + b"\x01" + bytes(500)
    return OLE2[:512] + header + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7\n", "a.docx", Format.PDF),
        (b"mail header\r\n%PDF-1.4\n", "a.txt", Format.PDF),
        (archive(word__document_xml="x", _rels="x"), "a.pdf", Format.DOCX),
        (archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="x"), "a.zip", Format.ODT),
        (archive(a="x"), "a.docx", Format.ZIP),
        (OLE2 + "WordDocument".encode("utf-16-le"), "a.docx", Format.LEGACY),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), "a.docx", Format.OLE_ENCRYPTED),
        (rb"{\rtf1\ansi }", "a.doc", Format.RTF),
        (b"<!DOCTYPE html><html><body>x", "a.txt", Format.HTML),
        (b"\xef\xbb\xbf\n<p>x</p>", "a", Format.HTML),
        ("<html><body>押金</body></html>".encode("utf-16"), "a", Format.HTML),
        (b"<!-- x --><div>x</div>", "a", Format.HTML),
        ("押金 <b> 不退".encode(), "a.txt", Format.TEXT),
        (b"a < b and <p> is a letter", "a.txt", Format.TEXT),
        ("# 协议\n\n- 押金\n".encode(), "a", Format.MARKDOWN),
        ("# 协议\n\n- 押金\n".encode(), "a.txt", Format.TEXT),
        ("押金不退".encode("gb18030"), "a", Format.TEXT),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.pdf", Format.IMAGE),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a", Format.IMAGE),
        (b"BM is how this text starts", "a.txt", Format.TEXT),
        (b"PK, as it is called, and Rar! and BZh and 7z", "a.txt", Format.TEXT),
        ("甲方声明：%PDF 文件与本协议具有同等效力".encode(), "a.pdf", Format.TEXT),
        (archive(sub__word__document_xml="x", offer=archive(word__document_xml="x", _rels="x")), "a.docx", Format.ZIP),
        (
            archive(custom_xml="x", word__main_xml="x", _rels__=".rels", **{"[Content_Types]_xml": "x"}),
            "a",
            Format.DOCX,
        ),
        (archive(word__document_xml="x")[:-20], "a.docx", Format.DOCX),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x", "a.doc", Format.MHTML),
        (b"From: <Saved by x>\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>", "a.mht", Format.MHTML),
        (
            b"Received: x\nTo: a@example.com\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x",
            "a",
            Format.MAIL,
        ),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
            b"Content-Type: multipart/related; boundary=y\n\n--y",
            "a",
            Format.MAIL,
        ),
    ],
)
def test_content_decides(data, name, expected):
    assert sniff(as_source(data, name=name)) is expected


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", CorruptFileError, "a.pdf: the file is empty"),
        (b"\0\0 \r\n", CorruptFileError, "nothing but blanks"),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), EncryptedFileError, "locked with a password"),
        (OLE2 + "Workbook".encode("utf-16-le"), UnsupportedFormatError, "a spreadsheet"),
        (archive(xl__workbook_xml="x"), UnsupportedFormatError, "a spreadsheet"),
        (archive(ppt__presentation_xml="x"), UnsupportedFormatError, "a presentation"),
        (archive(a="x"), UnsupportedFormatError, "unpack it"),
        (archive(OFD_xml="x"), UnsupportedFormatError, "an OFD document"),
        (locked_word(), EncryptedFileError, "locked with a password"),
        (OLE2 + "__properties_version1.0".encode("utf-16-le"), UnsupportedFormatError, "a mail of Outlook"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(99), UnsupportedFormatError, "a 7-Zip archive; unpack it"),
        (b"Rar!\x1a\x07\x01\0" + bytes(range(99)) + b"\xff", UnsupportedFormatError, "a RAR archive; unpack it"),
        (b"\x1f\x8b\x08" + bytes(99), UnsupportedFormatError, "a gzip archive"),
        (b"\x78\x9f\x3e\x22" + bytes(99), UnsupportedFormatError, r"winmail\.dat; open the mail in Outlook"),
        (b"\0\0\0\x18ftypheic\0\0\0\0\xff", UnsupportedFormatError, "save it as JPEG"),
        (b"\x01\x02\x03\x04" * 50, UnsupportedFormatError, "give a PDF, DOCX"),
    ],
)
def test_clear_lines(data, error, says):
    with pytest.raises(error, match=says) as caught:
        extract(as_source(data, name="a.pdf"))
    assert str(caught.value).startswith("a.pdf: ")


def test_no_error_of_a_parser_gets_out(monkeypatch):
    def fail(*args, **kwargs):
        raise KeyError("secret contract text")

    monkeypatch.setattr("contract_scan.extract.plain.read_plain", fail)
    with pytest.raises(CorruptFileError) as caught:
        extract(as_source("押金。"))
    assert "secret" not in str(caught.value)
    assert isinstance(caught.value.__cause__, KeyError)


def test_legacy_files_without_libreoffice_say_how(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(UnsupportedFormatError, match=r"install LibreOffice, or save it as DOCX"):
        extract(as_source(OLE2 + "WordDocument".encode("utf-16-le"), name="a.doc"))
