"""Archives and mails are opened like folders; saved web pages are read."""

from __future__ import annotations

import base64
import io
import zipfile
from email.message import EmailMessage

import pytest

from contract_scan.errors import CorruptFileError, EncryptedFileError, SourceTooLargeError, UnsupportedFormatError
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
    with pytest.raises(UnsupportedFormatError, match="archive; `scan`"):
        extract(as_source(archive({"a.txt": "x"})))
    with pytest.raises(UnsupportedFormatError, match="mail; `scan`"):
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


def raw_mail(*parts, kind="multipart/mixed"):
    head = f"Received: by example.com\r\nMIME-Version: 1.0\r\nContent-Type: {kind}; boundary=X\r\n\r\n".encode()
    return head + b"".join(b"--X\r\n" + part + b"\r\n" for part in parts) + b"--X--\r\n"


NAME = "特约商户协议.txt"
QUOTED = "".join(f"={byte:02X}" for byte in NAME.encode("gb18030"))
ENCODED = base64.b64encode(NAME.encode("gb18030")).decode()


@pytest.mark.parametrize(
    "disposition",
    [
        f'filename="=?GB18030?B?{ENCODED}?="'.encode(),
        f"filename==?gb2312?B?{ENCODED}?=".encode(),
        f'filename="=?GBK?Q?{QUOTED}?="'.encode(),
        f"filename*=GB18030''{QUOTED.replace('=', '%')}".encode(),
        b"filename*0*=gb2312''" + QUOTED[:12].replace("=", "%").encode() + b";\r\n filename*1*="
        + QUOTED[12:].replace("=", "%").encode(),
        b'filename="' + NAME.encode("gb18030") + b'"',
        b'filename="' + NAME.encode() + b'"',
    ],
)  # fmt: skip
def test_chinese_names_of_attachments(disposition):
    letter = b"Content-Type: text/plain\r\n\r\nhello"
    attached = (
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; "
        + disposition
        + b"\r\n\r\n"
        + base64.b64encode("押金不退。".encode("gb18030"))
    )
    (member,) = contained(as_source(raw_mail(letter, attached), name="a.eml")) or ()
    assert member.path == NAME
    assert extract(member.open()).text == "押金不退。"


def test_a_letter_without_attachments_is_the_agreement():
    message = EmailMessage()
    message["Message-ID"] = "<1@example.com>"
    message.set_content("第一条 押金\n押金不退。", charset="gb18030")
    message.add_alternative("<h1>第一条 押金</h1><p>押金不退。</p>", subtype="html", charset="gb18030")
    (member,) = contained(as_source(message.as_bytes(), name="a.eml")) or ()
    assert member.path == "正文.html"
    assert extract(member.open()).text == "第一条 押金\n押金不退。"


def test_pictures_in_a_letter_are_no_agreement():
    message = EmailMessage()
    message["Message-ID"] = "<1@example.com>"
    message.set_content("<p>押金不退。</p><img src='cid:1'>", subtype="html")
    message.add_related(b"x", maintype="image", subtype="png", filename="logo.png")
    found = contained(as_source(message.as_bytes().replace(b"Message-ID", b"Received: x\nMessage-ID"), name="a.eml"))
    assert [member.path for member in found or ()] == ["logo.png", "正文.html"]


def test_a_forwarded_mail_is_opened_with_the_one_around_it():
    outer = EmailMessage()
    outer["Message-ID"] = "<2@example.com>"
    outer.set_content("见附件。")
    inner = EmailMessage()
    inner.set_content("请查收。")
    inner.add_attachment("押金不退。".encode("big5"), maintype="application", subtype="x", filename="協議.txt")
    outer.add_attachment(inner)
    found = contained(as_source(outer.as_bytes(), name="a.eml"))
    assert [member.path for member in found or ()] == ["協議.txt"]


def test_a_name_that_stands_twice_is_said():
    data = archive({"a.txt": "押金退还。", "b.txt": "押金不退。"}).replace(b"b.txt", b"a.txt")
    twin, last = contained(as_source(data, name="a.zip")) or ()
    with pytest.raises(CorruptFileError, match="more than once"):
        twin.open()
    assert extract(last.open()).text == "押金不退。"


def test_a_saved_page_brings_its_style_sheets():
    page = EmailMessage()
    page.set_content("<html><head><link rel=stylesheet href=a.css></head><p>押金<b class=x>不</b>退", subtype="html")
    page.make_related()
    page.add_related(".x{display:none}", subtype="css")
    document = extract(as_source(page.as_bytes()))
    assert [block.kind.value for block in document.blocks] == ["paragraph", "hidden"]
