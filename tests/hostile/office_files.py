"""Makers of hostile archives, Word files, mails and pages. Each returns the bytes of one file."""

from __future__ import annotations

import io
import struct
import zipfile
from email.message import EmailMessage

from support.wordml import package, paragraph, run

DEPOSIT = "押金在任何情况下均不予退还。"
MIB = 1 << 20


def archive(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def bomb(method: int, size: int = 80 * MIB) -> bytes:
    """A text of one letter that is larger than any part may be."""
    return archive({"协议.txt": b"x" * size}, method)


def many_mebibytes() -> bytes:
    """Six texts, each within its own bound, that are too much together."""
    return archive({f"{n}.txt": b"x" * (8 * MIB) for n in range(6)})


def nested(levels: int) -> bytes:
    data = archive({"协议.txt": DEPOSIT.encode()})
    for level in range(levels):
        data = archive({f"{level}.zip": data})
    return data


def listed_often(count: int) -> bytes:
    """An archive whose list has the same member `count` times."""
    data = archive({"a.txt": b"x"})
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[at:end]
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count & 0xFFFF, count & 0xFFFF, len(entry) * count, at, 0)
    return data[:at] + entry * count + tail


def overlapping() -> bytes:
    """Two hundred entries that all lead to one large member under names of their own."""
    data = archive({"000.txt": b"x" * (30 * MIB)})
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[at:end]
    entries = b"".join(entry.replace(b"000.txt", b"%03d.txt" % n) for n in range(200))
    return data[:at] + entries + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 200, 200, len(entries), at, 0)


def other_name_inside() -> bytes:
    """The member's own header has another name than the list."""
    data = archive({"a.txt": DEPOSIT.encode()})
    return data.replace(b"a.txt", b"b.txt", 1)


def traversing() -> bytes:
    return archive({f"{prefix}合同.txt": DEPOSIT.encode() for prefix in ("../../", "/", "C:\\", "..\\..\\", "./../")})


def long_name() -> bytes:
    return archive({"a" * 60_000 + ".txt": DEPOSIT.encode()})


def docx(body: str = "", **kwargs: str) -> bytes:
    return package(paragraph(DEPOSIT) + body, **kwargs)


def with_part(name: str, text: str | bytes, base: bytes | None = None) -> bytes:
    """A Word file with one part put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base or docx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, text)
    return out.getvalue()


def document_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read("word/document.xml").decode()


def with_entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE w:document [<!ENTITY l0 "押金"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
    text = document_of(docx()).replace("?>", "?>" + doctype, 1).replace(DEPOSIT, "&l9;&f;")
    return with_part("word/document.xml", text)


def with_external_parts() -> bytes:
    """A template, a picture and a document part that lie on a server."""
    kinds = {"attachedTemplate": "t", "image": "i", "subDocument": "s"}
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="{key}" Type="{base}/{kind}" Target="http://192.0.2.1/{key}" TargetMode="External"/>'
        for kind, key in kinds.items()
    )
    rels = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )
    return with_part("word/_rels/document.xml.rels", rels)


def deep_tables(depth: int) -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * depth + paragraph("深") + "</w:tc></w:tr></w:tbl>" * depth)


def wide_cells() -> bytes:
    span = '<w:tcPr><w:gridSpan w:val="2147483648"/></w:tcPr>'
    rows = f"<w:tr><w:trPr><w:gridBefore w:val='2147483647'/></w:trPr><w:tc>{span}{paragraph('宽')}</w:tc></w:tr>" * 50
    return docx(f"<w:tbl>{rows}</w:tbl>")


def many_paragraphs() -> bytes:
    return docx("<w:p/>" * 600_000)


def long_attribute() -> bytes:
    return docx(f'<w:p><w:pPr><w:pStyle w:val="{"x" * (11 * MIB)}"/></w:pPr></w:p>')


def two_bodies() -> bytes:
    text = document_of(docx()).replace("</w:body>", f"</w:body><w:body>{paragraph('第二个正文另有约定')}</w:body>", 1)
    return with_part("word/document.xml", text)


def broken_relationships() -> bytes:
    return with_part("word/_rels/document.xml.rels", "<Relationships")


def media_bomb() -> bytes:
    return with_part("word/media/image1.png", b"\0" * (70 * MIB))


def odt_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        packed.writestr("content.xml", b"<a>" + b" " * (80 * MIB) + b"</a>")
    return out.getvalue()


def deep_rtf() -> bytes:
    return rb"{\rtf1\ansi " + b"{" * 20_000 + b"x" + b"}" * 20_000 + b"}"


def deep_mail(depth: int) -> bytes:
    head = b"From: a@example.com\r\nMIME-Version: 1.0\r\nMessage-ID: <1@example.com>\r\n"
    nest = b"Content-Type: message/rfc822\r\n\r\n" + head
    return head + nest * depth + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + DEPOSIT.encode()


def mail_with(name: str, data: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "a@example.com", "<1@example.com>"
    mail.set_content("见附件")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def hidden_in(text: str) -> bytes:
    return docx(f"<w:p>{run(text)}</w:p>")
