"""Compared with an office program: what LibreOffice writes into a DOCX is read, and numbers are those that it shows."""

from __future__ import annotations

import random
import re
import shutil
import subprocess

import pytest

from contract_scan.extract import extract
from contract_scan.sources import as_source
from support.wordml import level, package, paragraph

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
FIELDS = "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"
CHANGE = "<office:change-info><dc:creator>x</dc:creator><dc:date>2024-01-01T00:00:00</dc:date></office:change-info>"
FORM = "vnd.oasis.opendocument.field.FORM"
SIZE = 'text:anchor-type="paragraph" svg:width="5cm" svg:height="2cm"'
# One paragraph for each feature, and what is to be read of it.
FEATURES = [
    ('前<text:span text:style-name="H">藏</text:span>后', ["前后", "藏"]),
    (
        '见注<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>脚注</text:p></text:note-body></text:note>处",
        ["见注处", "脚注"],
    ),
    (
        "拼<text:ruby><text:ruby-base>押金</text:ruby-base><text:ruby-text>yajin</text:ruby-text></text:ruby>音",
        ["拼押金音"],
    ),
    (
        '改<text:change-start text:change-id="i"/>新<text:change-end text:change-id="i"/>'
        '<text:change text:change-id="d"/>',
        ["改新"],
    ),
    (f"框<draw:frame {SIZE}><draw:text-box><text:p>内</text:p></draw:text-box></draw:frame>外", ["框外", "内"]),
    (
        f"形<draw:custom-shape {SIZE}><text:p>里</text:p>"
        '<draw:enhanced-geometry draw:type="rectangle"/></draw:custom-shape>外',
        ["形外", "里"],
    ),
    (
        f'勾<field:fieldmark field:type="{FORM}CHECKBOX"><field:param field:name="Checkbox_Checked" '
        'field:value="true"/></field:fieldmark>是',
        ["勾☑是"],
    ),
    (f'填<field:fieldmark-start text:name="t" field:type="{FORM}TEXT"/>二<field:fieldmark-end/>元', ["填二元"]),
    (
        f'选<field:fieldmark field:type="{FORM}DROPDOWN"><field:param field:name="Dropdown_ListEntry" '
        'field:value="月"/><field:param field:name="Dropdown_ListEntry" field:value="年"/><field:param '
        'field:name="Dropdown_Selected" field:value="1"/></field:fieldmark>付',
        ["选年付"],
    ),
    ("批<office:annotation><dc:creator>x</dc:creator><text:p>请核对</text:p></office:annotation>注", ["批注"]),
]  # fmt: skip
FLAT = (
    f'<?xml version="1.0"?><office:document xmlns:office="{OASIS}:office:1.0" xmlns:text="{OASIS}:text:1.0" '
    f'xmlns:style="{OASIS}:style:1.0" xmlns:draw="{OASIS}:drawing:1.0" xmlns:svg="{OASIS}:svg-compatible:1.0" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:field="{FIELDS}" office:version="1.3" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    "</office:automatic-styles><office:body><office:text><text:tracked-changes>"
    f'<text:changed-region text:id="i"><text:insertion>{CHANGE}</text:insertion></text:changed-region>'
    f'<text:changed-region text:id="d"><text:deletion>{CHANGE}<text:p>旧</text:p></text:deletion></text:changed-region>'
    f"</text:tracked-changes>{''.join(f'<text:p>{markup}</text:p>' for markup, _ in FEATURES)}"
    "</office:text></office:body></office:document>"
)


def convert(folder, name, target):
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--norestore", "--convert-to", target, "--outdir", str(folder)]
    subprocess.run([*command, str(folder / name)], check=True, capture_output=True, timeout=120)


def test_what_libreoffice_writes(tmp_path):
    (tmp_path / "a.fodt").write_text(FLAT, encoding="utf-8")
    convert(tmp_path, "a.fodt", "docx")
    document = extract(as_source(tmp_path / "a.docx"))
    assert document.text.split("\n") == [line for _, lines in FEATURES for line in lines] + ["请核对"]
    assert [warning.code for warning in document.warnings] == ["tracked_changes", "hidden_text", "comments"]


FORMATS = ["decimal", "lowerLetter", "upperRoman", "chineseCountingThousand", "chineseLegalSimplified"]


def numbered(chance, lists=24):
    """A document of many lists at once; their levels never restart by another rule than the usual one."""
    abstract, nums, body = "", "", ""
    for number in range(1, lists + 1):
        levels = ""
        for index in range(3):
            texts = [f"%{index + 1}.", f"第%{index + 1}条", ".".join(f"%{place + 1}" for place in range(index + 1))]
            suffix = f'<w:suff w:val="{chance.choice(["tab", "space", "nothing"])}"/>'
            start = chance.choice([1, 1, 1, 3, 9])
            levels += level(index, chance.choice(FORMATS), chance.choice(texts), start=start, extra=suffix)
        abstract += f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'
        again = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{chance.randrange(1, 7)}"/></w:lvlOverride>'
        for num, overrides in ((number, ""), (100 + number, again)):
            nums += f'<w:num w:numId="{num}"><w:abstractNumId w:val="{number}"/>{overrides}</w:num>'
            for place in range(7):
                depth = chance.choice([0, 0, 1, 1, 2]) if place else 0
                body += paragraph(f"@{num}x{place}@", num=num, level=depth)
    return package(body, numbering=abstract + nums)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_numbers_are_those_that_libreoffice_prints(tmp_path):
    data = numbered(random.Random(5))
    (tmp_path / "a.docx").write_bytes(data)
    convert(tmp_path, "a.docx", "pdf")
    command = ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"]
    printed = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()

    def labels(text):
        return {name: "".join(label.split()) for label, name in re.findall(r"(?m)^(.*?)@(\d+x\d+)@", text)}

    assert len(labels(printed)) == 24 * 14
    assert labels(extract(as_source(data)).text) == labels(printed)
