"""Comments in a copy of the Word file: on the right words, with nothing else changed."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from contract_scan import annotate
from contract_scan.extract import extract
from contract_scan.model.report import ContractReport
from contract_scan.render.marked.docx_search import Search, bare
from contract_scan.scanner import Scanner
from contract_scan.sources import as_source

Scanned = Callable[[Path], ContractReport]
SAMPLES = Path(__file__).parents[3] / "samples"
FILES = ["01-acquiring-word-numbering", "02-terminal-lease-tracked-changes", "03-activation-fee-chapters"]
SOFFICE = shutil.which("soffice")


def commented(data: bytes) -> list[tuple[str, str]]:
    """Return the text of each comment, and the words that it stands at."""
    document = docx.Document(io.BytesIO(data))
    texts = {str(comment.comment_id): comment.text for comment in document.comments}
    open_now: set[str] = set()
    words = dict.fromkeys(texts, "")
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            open_now.add(element.get(qn("w:id")))
        elif element.tag == qn("w:commentRangeEnd"):
            open_now.discard(element.get(qn("w:id")))
        elif element.tag == qn("w:t") and not any(a.tag == qn("w:del") for a in element.iterancestors()):
            for name in open_now:
                words[name] += element.text or ""
    assert not open_now
    return [(texts[name], words[name]) for name in texts]


@pytest.mark.parametrize("name", FILES)
def test_comments_stand_at_the_quoted_words(scanned: Scanned, name: str) -> None:
    path = SAMPLES / f"{name}.docx"
    report = scanned(path)
    copy = annotate(path, report)
    assert (copy.suffix, copy.unplaced) == (".docx", ())
    places = {bare(e.quote) for finding in report.findings for e in finding.evidence}
    whole, *others = commented(copy.data)
    assert "不是法律意见" in whole[0]
    assert len(others) > 8
    # What Word numbers by itself is no text of the paragraph.
    wrong = [words for _, words in others if not any(place.endswith(bare(words)) for place in places)]
    assert not wrong
    assert any(text.startswith("[高风险]") for text, _ in others)


@pytest.mark.parametrize("name", FILES)
def test_nothing_but_comments_is_new(scanned: Scanned, name: str) -> None:
    path = SAMPLES / f"{name}.docx"
    report = scanned(path)
    copy = annotate(path, report)
    before, after = extract(as_source(path)), extract(as_source(copy.data))
    body = [after.quote(block.start, block.end) for block in after.body()]
    assert body == [before.quote(block.start, block.end) for block in before.body()]
    assert annotate(path, report).suffix == ".docx"


def make(*paragraphs: Any) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        if isinstance(paragraph, str):
            document.add_paragraph(paragraph)
        else:
            made = document.add_paragraph()
            for text, bold in paragraph:
                made.add_run(text).bold = bold
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


HEAD = ("商户服务协议", "甲方（收单机构）：某某支付有限公司", "乙方（特约商户）：某某餐馆", "第一条 押金")


def test_a_run_is_cut_and_keeps_its_look(scanner: Scanner) -> None:
    data = make(*HEAD, [("乙方交纳押金300元。押", False), ("金概不", True), ("退还。乙方应爱护终端。", None)])
    report = scanner.scan(data)
    copy = annotate(data, report)
    assert "押金概不退还。" in [words for _, words in commented(copy.data)]
    document = docx.Document(io.BytesIO(copy.data))
    last = document.paragraphs[-1]
    assert last.text == "乙方交纳押金300元。押金概不退还。乙方应爱护终端。"
    assert [(run.text, run.bold) for run in last.runs if run.text] == [
        *(("乙方交纳押金300元。", False), ("押", False), ("金概不", True), ("退还。", None), ("乙方应爱护终端。", None))
    ]


def test_words_that_stand_twice_are_marked_where_they_are_quoted(scanner: Scanner) -> None:
    data = make(*HEAD, "乙方交纳押金300元。", "押金概不退还。", "第二条 其他", "押金概不退还。")
    report = scanner.scan(data)
    document = docx.Document(io.BytesIO(annotate(data, report).data))
    starts = [i for i, p in enumerate(document.paragraphs) if p._p.findall(qn("w:commentRangeStart"))]
    assert {5, 7} <= set(starts)


def test_what_stands_in_a_footer_is_told_at_the_beginning(scanner: Scanner) -> None:
    document = docx.Document(io.BytesIO(make(*HEAD, "乙方交纳押金300元，押金概不退还。")))
    out = io.BytesIO()
    document.save(out)
    report = scanner.scan(out.getvalue())
    bad = next(f for f in report.findings if f.severity == "high")
    text = report.document.text or ""
    strange = "此处没有的文字甲乙丙丁戊己庚辛"
    place = bad.evidence[0].model_copy(update={"start": len(text), "end": len(text) + len(strange), "quote": strange})
    changed = report.model_copy(
        update={
            "findings": (bad.model_copy(update={"evidence": (place,)}),),
            "document": report.document.model_copy(update={"text": text + strange}),
        }
    )
    copy = annotate(out.getvalue(), changed)
    assert copy.unplaced == (strange,)
    ((comment, _),) = commented(copy.data)
    assert strange in comment
    assert bad.title in comment


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_comments_survive_libreoffice(scanned: Scanned, tmp_path: Path) -> None:
    path = SAMPLES / f"{FILES[1]}.docx"
    copy = annotate(path, scanned(path))
    (tmp_path / "marked.docx").write_bytes(copy.data)
    subprocess.run(
        [
            *(str(SOFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--convert-to", "odt", "--outdir", str(tmp_path), str(tmp_path / "marked.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    with zipfile.ZipFile(tmp_path / "marked.odt") as archive:
        content = archive.read("content.xml").decode()
    assert content.count("<office:annotation ") == len(commented(copy.data))
    assert content.count("<office:annotation-end ") == len(commented(copy.data))


_WORDS = st.text("押金退还不。一二", min_size=1, max_size=12)


@given(st.lists(_WORDS, min_size=1, max_size=6), st.data())
def test_search_finds_what_stands_there(lines: list[str], data: st.DataObject) -> None:
    read = "\n".join(f"{number}.1 {line}" for number, line in enumerate(lines))
    search = Search("".join(lines), read)
    number = data.draw(st.integers(0, len(lines) - 1))
    start = sum(len(line) + 5 for line in lines[:number]) + 4
    found = search.find(start, start + len(lines[number]))
    assert found is not None
    assert "".join(lines)[found[0] : found[1]] == lines[number]
