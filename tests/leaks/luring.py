"""Agreements full of references to a server: whoever follows one is known by it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from support import wordml

TEXT = "特约商户收单服务协议\n第一条 押金\n乙方应向甲方交纳押金300元，押金概不退还。\n"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_all(folder: Path, url: str, marker: str) -> list[Path]:
    """Write one agreement of each kind, with references to `url` and `marker` in its text; return the files."""
    files = {
        "page.html": _html(url, marker).encode(),
        "entity.xhtml": _xml(url, marker).encode(),
        "word.docx": _docx(url, marker),
        "page.pdf": _pdf(url, marker),
        "notes.md": f"# 收单服务协议\n\n![图]({url}/md.png)\n\n押金300元，概不退还。{marker}\n".encode(),
        "text.txt": (TEXT + marker + url).encode(),
        "mail.eml": _mail(url, marker),
    }
    for name, data in files.items():
        folder.joinpath(name).write_bytes(data)
    return [folder / name for name in files]


def rtf(url: str, marker: str) -> bytes:
    """Return an RTF file with a linked picture, a template and a marker."""
    said = "".join(f"\\u{ord(letter)}?" for letter in TEXT + marker)
    return (
        "{\\rtf1\\ansi{\\*\\template " + url + "/template.dotm}"
        '{\\field{\\*\\fldinst INCLUDEPICTURE "' + url + '/rtf.png" \\\\d}{\\fldrslt x}}' + said + "}"
    ).encode()


def odt(url: str, marker: str) -> bytes:
    """Return an ODT file with linked pictures and a linked section."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{place}:1.0"'
        for name, place in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    body = "".join(f"<text:p>{line}</text:p>" for line in (TEXT + marker).splitlines())
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<office:body><office:text>{body}<text:p><draw:frame svg:width="1cm" svg:height="1cm"><draw:image '
        f'xlink:href="{url}/odt.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{url}/part.odt"/></text:section>'
        "</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def _html(url: str, marker: str) -> str:
    return (
        f'<!doctype html><html><head><base href="{url}/"><link rel=stylesheet href="{url}/a.css">'
        f'<link rel=prefetch href="{url}/p"><meta http-equiv=refresh content="0;url={url}/r">'
        f'<style>@import "{url}/i.css"; p{{background:url({url}/b.png)}}</style>'
        f'<script src="{url}/s.js"></script></head>'
        f'<body background="{url}/bg.png"><p>{TEXT}{marker}</p>'
        f'<img src="{url}/i.png" srcset="{url}/i2.png 2x">'
        f'<iframe src="{url}/f"></iframe><object data="{url}/o"></object><embed src="{url}/e">'
        f'<video src="{url}/v"></video><svg><image href="{url}/g"/><use href="{url}/u#x"/></svg></body></html>'
    )


def _xml(url: str, marker: str) -> str:
    return (
        f'<?xml version="1.0"?><?xml-stylesheet href="{url}/x.xsl" type="text/xsl"?>'
        f'<!DOCTYPE html SYSTEM "{url}/html.dtd" [<!ENTITY % more SYSTEM "{url}/more.dtd"> %more; '
        f'<!ENTITY other SYSTEM "{url}/entity.txt">]>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{TEXT}&other;{marker}</p></body></html>'
    )


def _docx(url: str, marker: str) -> bytes:
    links = "".join(
        f'<Relationship Id="x{at}" Type="{_OFFICE}/{kind}" Target="{url}/{kind}" TargetMode="External"/>'
        for at, kind in enumerate(("image", "hyperlink", "oleObject", "attachedTemplate", "subDocument", "frame"))
    )
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in (TEXT + marker).splitlines())
    picture = '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="x0"/></v:shape></w:pict></w:r></w:p>'
    field = f'<w:p><w:fldSimple w:instr="INCLUDEPICTURE {url}/field.png"><w:r><w:t>图</w:t></w:r></w:fldSimple></w:p>'
    return wordml.package(body + picture + field, relationships=links)


def _pdf(url: str, marker: str) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.setFont("STSong-Light", 12)
    for at, line in enumerate((TEXT + marker).splitlines()):
        canvas.drawString(72, 760 - 20 * at, line)
    canvas.linkURL(f"{url}/uri", (72, 700, 200, 720))
    canvas.save()
    opened = b"/Type /Catalog /OpenAction <</S /URI /URI (%s/open)>> /AA <</WC <</S /SubmitForm /F (%s/form)>>>>"
    return stream.getvalue().replace(b"/Type /Catalog", opened % (url.encode(), url.encode()))


def _mail(url: str, marker: str) -> bytes:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.com", "协议"
    mail.set_content(marker)
    mail.add_alternative(f'<img src="{url}/mail.png">', subtype="html")
    mail.add_attachment((TEXT + marker).encode(), maintype="text", subtype="plain", filename="协议.txt")
    return mail.as_bytes()
