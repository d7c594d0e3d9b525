"""Archives and mails are opened like folders; saved web pages are read."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from contract_scan.errors import EncryptedFileError, SourceTooLargeError, UnsupportedFormatError
from contract_scan.extract import Bounds, extract
from contract_scan.extract.containers import contained
from contract_scan.sources import as_source


def archive(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return stream.getvalue()


def mail(subject="协议"):
    message = EmailMessage()
    message["Subject"] = subject
    message["Message-ID"] = "<1@example.com>"
    message.set_content("请查收附件。")
    message.add_attachment("押金不退。".encode(), maintype="text", subtype="plain", filename="特约商户协议.txt")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf")
    return message.as_bytes()


def test_members_of_an_archive():
    data = archive({"附件/协议.txt": "押金不退。", "__MACOSX/._x": "x", ".DS_Store": "x", "../../etc/passwd": "甲。"})
    found = contained(as_source(data, name="a.zip"))
    assert found is not None
    assert [member.path for member in found] == ["附件/协议.txt", "../../etc/passwd"]
    opened = [member.open() for member in found]
    assert [source.name for source in opened] == ["a.zip!/附件/协议.txt", "a.zip!/../../etc/passwd"]
    assert [source.path for source in opened] == [None, None]
    assert extract(opened[0]).text == "押金不退。"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_that_are_not_marked_as_unicode(encoding):
    name = "特约商户协议.txt".encode(encoding)
    data = archive({"x" * len(name): "押金不退。"}).replace(b"x" * len(name), name)
    (member,) = contained(as_source(data)) or ()
    assert member.path == "特约商户协议.txt"
    assert extract(member.open()).text == "押金不退。"


def test_attachments_of_a_mail():
    found = contained(as_source(mail(), name="a.eml"))
    assert found is not None
    opened = [member.open() for member in found]
    assert [source.name for source in opened] == ["a.eml!/特约商户协议.txt", "a.eml!/attachment-3"]
    assert extract(opened[0]).text == "押金不退。"


def test_what_is_no_container():
    assert contained(as_source("押金不退。")) is None
    assert contained(as_source(b"\0\1\2\3")) is None


def test_bounds_hold_for_all_members_together():
    data = archive({f"{n}.txt": b"x" * 1000 for n in range(20)})
    for bound, limit in (("inflated_bytes", 5000), ("members", 5), ("member_bytes", 500)):
        with pytest.raises(SourceTooLargeError, match=f"{bound}="):
            [member.open() for member in contained(as_source(data), bounds=Bounds(**{bound: limit})) or ()]


def test_locked_archives_are_typed():
    data = bytearray(archive({"a.txt": "押金。"}))
    data[data.find(b"PK\x03\x04") + 6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    (member,) = contained(as_source(bytes(data), name="a.zip")) or ()
    with pytest.raises(EncryptedFileError, match=r"^a\.zip!/a\.txt: .*locked"):
        member.open()


def test_containers_themselves_are_no_documents():
    with pytest.raises(UnsupportedFormatError, match="unpack it"):
        extract(as_source(archive({"a.txt": "x"})))
    with pytest.raises(UnsupportedFormatError, match="attached"):
        extract(as_source(mail()))


@pytest.mark.parametrize(
    ("transfer", "charset"), [("quoted-printable", "gb2312"), ("base64", "utf-8"), ("8bit", "gb18030")]
)
def test_a_saved_web_page(transfer, charset):
    page = EmailMessage()
    page.set_content("<html><body><p>押金不予退还</p></body></html>", subtype="html", cte=transfer, charset=charset)
    page.make_related()
    page.add_related(b"x", maintype="image", subtype="png")
    document = extract(as_source(page.as_bytes(), name="协议.doc"))
    assert document.media_type == "text/html"
    assert document.text == "押金不予退还"


def test_a_text_that_starts_like_a_form_is_no_mail():
    assert extract(as_source("Name: 甲方\nSubject: 押金\n\n押金不退。".encode())).media_type == "text/plain"
