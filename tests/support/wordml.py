"""Word files written part by part, so that each test shows the very markup that it is about."""

from __future__ import annotations

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = {
    "w": _W,
    "r": _OFFICE,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def element(tag: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><{tag} {_DECLARED}>{content}</{tag}>'


def package(
    body: str,
    *,
    main_type: str = _MAIN_TYPE,
    strict: bool = False,
    relationships: str = "",
    extra: dict[str, str | bytes] | None = None,
    **parts: str,
) -> bytes:
    """Return a DOCX file with this body. Each of `parts` becomes a related part, named by its relationship."""
    names = {key: key.rstrip("0123456789") for key in parts}
    roots = {"header": "hdr", "footer": "ftr"}
    links = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{key}.xml"/>' for key, kind in names.items()
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{links}{relationships}</Relationships>'
        ),
        "word/document.xml": element("w:document", f"<w:body>{body}</w:body>"),
        **{f"word/{key}.xml": element(f"w:{roots.get(kind, kind)}", parts[key]) for key, kind in names.items()},
        **(extra or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            archive.writestr(name, _strict(data) if strict else data)
    return stream.getvalue()


def _strict(data: bytes) -> bytes:
    data = data.replace(_W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    return data.replace(_OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")


def paragraph(text: str = "", *, num: int | None = None, level: int = 0, props: str = "", mark: str = "") -> str:
    numbering = "" if num is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{props}{numbering}{marked}</w:pPr>{run(text) if text else ''}</w:p>"


def run(text: str, props: str = "") -> str:
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(*parts: str) -> str:
    """Return the runs of a complex field: its marks by name, code after a ``!``, and the text of its result."""
    marks = {"begin", "separate", "end"}
    return "".join(
        f'<w:r><w:fldChar w:fldCharType="{part}"/></w:r>'
        if part in marks
        else f"<w:r><w:instrText>{part[1:]}</w:instrText></w:r>"
        if part.startswith("!")
        else f'<w:r><w:t xml:space="preserve">{part}</w:t></w:r>'
        for part in parts
    )


def level(index: int, number_format: str, text: str, *, start: int = 1, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def one_list(*levels: str, num: int = 1, overrides: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{num}">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="{num}"><w:abstractNumId w:val="{num}"/>{overrides}</w:num>'
    )


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*content: str, props: str = "") -> str:
    inner = "".join(item if item.startswith("<w:") else paragraph(item) for item in content)
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inner or paragraph()}</w:tc>"
