"""From a document's blocks to its clauses: numbers as printed, headings, chapeaus with their items, annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from contract_scan.model.document import Block, BlockKind, Document
from contract_scan.precompiled import compile_pattern

__all__ = ["ClauseNode", "Label", "Paragraph", "Structure", "read_label", "segment"]

_DIGITS = "0-9０-９"
_HAN = "零〇一二三四五六七八九十百两壹贰叁肆伍陆柒捌玖拾"
#: Bars that are printed before a heading.
_BARS = "▍▌▎▏❚▊▋█\U0001f300-\U0001faff"
_CIRCLED = "①-⑳⑴-⒇㈠-㈩❶-❿➀-➉"

#: Printed numbers, in the order in which they are tried. The name is the numbering style.
_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, compile_pattern(pattern))
    for style, pattern in (
        (
            "annex",
            rf"(?:附件|附录|附表|补充协议|附[:：])(?:[{_HAN}{_DIGITS}甲乙丙丁A-F]{{0,3}}(?=[\s:：、.．（(《\-—]|$))",
        ),
        ("part", rf"第\s*[{_HAN}{_DIGITS}]{{1,4}}\s*(?:[编章篇]|部分?)"),
        ("section", rf"第\s*[{_HAN}{_DIGITS}]{{1,4}}\s*节"),
        ("article", rf"第\s*[{_HAN}{_DIGITS}]{{1,5}}\s*条(?:之[{_HAN}])?"),
        ("part", rf"§\s*[{_DIGITS}]{{1,2}}(?![.．{_DIGITS}])"),
        ("bracketed", rf"【[^】\n]{{1,30}}】|〔[^〕\n]{{1,30}}〕|[{_BARS}]+"),
        ("paragraph", rf"第\s*[{_HAN}{_DIGITS}]{{1,4}}\s*[款项]"),
        ("han", rf"[{_HAN}]{{1,3}}(?=[、.．，,]|\s{{1,3}}[^\s])"),
        ("han_parens", rf"[（(]\s*[{_HAN}]{{1,3}}\s*[）)]"),
        ("decimal4", rf"(?:§\s*)?[{_DIGITS}]{{1,2}}(?:[.．][{_DIGITS}]{{1,2}}){{3}}(?![{_DIGITS}%％元])"),
        ("decimal3", rf"(?:§\s*)?[{_DIGITS}]{{1,2}}(?:[.．][{_DIGITS}]{{1,2}}){{2}}(?![{_DIGITS}%％元])"),
        (
            "decimal2",
            rf"(?:§\s*)?[{_DIGITS}]{{1,2}}[.．][{_DIGITS}]{{1,2}}(?![{_DIGITS}%％元万.．])(?=[、\s:：]|[^\x00-\x7f])",
        ),
        ("digit_parens", rf"[（(]\s*[{_DIGITS}]{{1,2}}\s*[）)]"),
        ("digit_paren", rf"[{_DIGITS}]{{1,2}}\s*[）)]"),
        ("digit", rf"[{_DIGITS}]{{1,2}}(?=[、.．:：，]\s*[^{_DIGITS}\s]|[、.．]\s*$|\s{{1,4}}[^{_DIGITS}\s\x00-\x7f])"),
        ("digit_tight", r"[0-9]{1,2}(?=(?:甲方|乙方|丙方|商户|您|本)[^\d])"),
        ("circled", rf"[{_CIRCLED}]"),
        ("letter_parens", r"[（(][a-zA-Zⅰ-ⅻ甲乙丙丁戊己庚辛]{1,4}[）)]"),
        ("compound", rf"[A-Z甲乙丙丁戊己庚辛壬癸][-－—.．][{_DIGITS}]{{1,2}}(?=[\s\u3000、.．:：]|[^\x00-\x7f])"),
        ("lettered2", rf"[A-Z][{_DIGITS}]{{1,2}}[.．][{_DIGITS}]{{1,2}}(?=[\s、])"),
        ("lettered", rf"[A-PR-Z][{_DIGITS}]{{1,2}}(?:之[{_HAN}])?(?= [^\x00-\x7f])"),
        ("letter", r"[a-zA-Z][.．、)）](?=\s*[^\x00-\x7f])"),
        ("stem", r"[甲乙丙丁戊己庚辛壬癸](?=[\s\u3000、]\s*[^\s方])"),
        ("question", r"(?:问|答|Q\d*|A\d*)(?=[:：])|(?:问|答|Q\d{1,3}|A\d{0,3})(?=\u3000)|Q\d{1,3}(?=[\s、.．])"),
        ("dash", r"[-•●·■◆※>＞*▸▹▪▫]{1,2}(?=\s*[^\s\-\d])"),
    )
)
_NUMBER = compile_pattern(rf"[{_HAN}{_DIGITS}甲乙丙丁戊己庚辛壬癸A-Za-z]{{1,3}}")
_FIRST = frozenset({"1", "１", "01", "一", "a", "A", "ⅰ", "甲", "①", "⑴", "㈠"})
_BARE_ANSWERS = ("A", "答")
_MARKDOWN = compile_pattern(r"#{1,6}\s+")
#: "document" is the title of a file of a set, over all that stands in the file.
_TOP = ("document", "annex", "part", "section", "article", "bracketed")
_RANK = {style: rank for rank, style in enumerate(_TOP)}
_NUMBER_PARTS = compile_pattern(r"[.．]")
_AFTER_LABEL = compile_pattern(r"[、.．:：，,\s]*")
_SENTENCE_SIGN = compile_pattern(r"[。；;！!？?，,]")
_TITLE_END = compile_pattern(
    r"(?:协议|合同|协议书|确认书|须知|规则|说明|清单|表|条款|单|细则|办法|承诺书|告知书)(?:[（(].{0,20}[）)])?$"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A printed clause number: its style and the offset at which the clause's own words begin."""

    style: str
    text: str
    end: int


@dataclass(frozen=True, slots=True)
class ClauseNode:
    """A clause. `start` to `end` covers it with all its children; `parent` is an index into the structure's clauses."""

    index: int
    number: str | None
    heading: str | None
    start: int
    end: int
    parent: int | None
    depth: int
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block that is part of the agreement, with its place among the clauses.

    `chapeau` is the index of the paragraph that introduces it as an item of a list (…下列情形之一的：), or None.
    `content` is where its own words begin, behind the number. `heading` says that it is nothing but a heading.
    """

    index: int
    block: Block
    clause: int | None
    content: int
    heading: bool
    chapeau: int | None
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """The clauses of a document and its paragraphs, both in reading order."""

    clauses: tuple[ClauseNode, ...]
    paragraphs: tuple[Paragraph, ...]

    def headings(self, clause: int | None) -> tuple[str, ...]:
        """Return the headings that stand over a clause, its own first."""
        found = []
        while clause is not None:
            node = self.clauses[clause]
            if node.heading:
                found.append(node.heading)
            clause = node.parent
        return tuple(found)

    def path(self, clause: int | None) -> tuple[str, ...]:
        """Return the numbers (or headings) from the root to a clause."""
        found = []
        while clause is not None:
            node = self.clauses[clause]
            found.append(node.number or node.heading or "")
            clause = node.parent
        return tuple(reversed(found))


def read_label(text: str) -> Label | None:
    """Return the clause number that a block's text begins with, or None. Offsets count from the start of `text`."""
    lead = len(text) - len(text.lstrip(" \t\u3000>"))
    if markdown := _MARKDOWN.match(text, lead):
        lead = markdown.end()
    for style, pattern in _LABELS:
        if match := pattern.match(text, lead):
            rest = _AFTER_LABEL.match(text, match.end())
            return Label(style, match.group().strip(), rest.end() if rest else match.end())
    return None


@dataclass(slots=True)
class _Open:
    node: int
    style: str
    level: int
    chapeau: int | None = None


@dataclass(slots=True)
class _Builder:
    document: Document
    clauses: list[dict[str, object]] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    loose_chapeau: int | None = None
    #: Where the later files of a set begin that no block was taken from yet.
    ahead: list[int] = field(default_factory=list)

    def add(self, block: Block, label: Label | None, following: Label | None = None) -> None:
        """Take the next block, with its own label; `following` is the label of the one after it."""
        text = self.document.text[block.start : block.end]
        if not text.strip():
            return
        first = self._begins_file(block)
        heading_block = block.kind is BlockKind.HEADING
        if label is None and first and _is_title(text, block):
            self._file_title(block, text)
        elif label is None and self._looks_like_title(text, block):
            self._paragraph(block, None, block.start, True, None, None)
        elif label is None and heading_block:
            self._heading(block, text)
        elif label is None:
            self._plain(block, text, following)
        else:
            self._labelled(block, text, label, following)

    def _begins_file(self, block: Block) -> bool:
        """Whether a block is the first of a later file of a set; nothing of the file before stands over it."""
        begun = [start for start in self.ahead if start <= block.start]
        if begun:
            del self.ahead[: len(begun)]
            self.stack.clear()
            self.loose_chapeau = None
        return bool(begun)

    def _file_title(self, block: Block, text: str) -> None:
        heading = _MARKDOWN.sub("", text.strip()).strip("【】 ：:")
        self._open(block, heading, "document")

    def _open(self, block: Block, heading: str, style: str) -> None:
        """Open a clause that has a heading and no number."""
        self.clauses.append(
            {
                "number": None,
                "heading": heading,
                "start": block.start,
                "parent": self.stack[-1].node if self.stack else None,
                "depth": len(self.stack),
                "annex": False,
            }
        )
        self.stack.append(_Open(len(self.clauses) - 1, style, len(self.stack)))
        self._paragraph(block, len(self.clauses) - 1, block.start, True, None, None)

    def _labelled(self, block: Block, text: str, label: Label, following: Label | None) -> None:
        if label.style in _RANK or label.style == "han":
            self.loose_chapeau = None
        self._place(label)
        self._begin_list(label)
        rest = text[label.end :].strip()
        if label.style == "bracketed":
            heading, bare = _bracketed(label.text, rest)
        else:
            heading, bare = _split_heading(rest, label.style)
            after = None if following is None else following.style
            if heading is None and after != label.style and _stands_alone(rest, label.style):
                heading, bare = rest.rstrip("：: "), True
        chapeau = self.stack[-1].chapeau if self.stack else None
        if chapeau is None:
            chapeau = self.loose_chapeau
        index = len(self.clauses)
        self.clauses.append(
            {
                "number": self._number_of(label),
                "heading": heading,
                "start": block.start,
                "parent": self.stack[-1].node if self.stack else None,
                "depth": len(self.stack),
                "annex": label.style == "annex",
            }
        )
        level = self.stack[-1].level + 1 if self.stack else 0
        self.stack.append(_Open(index, label.style, level))
        self._paragraph(block, index, block.start + label.end, bare, chapeau, label)
        if _introduces(rest) or _announces(rest, following, label):
            self.stack[-1].chapeau = len(self.paragraphs) - 1

    def _begin_list(self, label: Label) -> None:
        """Let a list that begins behind an unnumbered paragraph have that for its chapeau, if it introduces one.

        「（g）…。」「隐私保护」「…除外：」「（a）…」: the second list is no part of what introduced the first.
        """
        before = self.paragraphs[-1] if self.paragraphs else None
        if before is None or before.label is not None or before.heading or not _opens_list(label):
            return
        if label.style.startswith("decimal"):
            return  # 2.1 begins a section as often as a list
        text = self.document.text[before.block.start : before.block.end]
        announced = _introduces(text) or (self.stack and _announces(text, label))
        chapeau = before.index if announced else None
        if self.stack:
            self.stack[-1].chapeau = chapeau
        else:
            self.loose_chapeau = chapeau

    def _number_of(self, label: Label) -> str | None:
        """Return the number that a clause is looked up by: an answer has that of its question."""
        if label.style in ("bracketed", "dash"):
            return None
        if label.style == "question" and label.text in _BARE_ANSWERS:
            asked = self.clauses[-1]["number"] if self.clauses else None
            return asked if isinstance(asked, str) and asked[:1] in "Q问" else None
        return label.text

    def _heading(self, block: Block, text: str) -> None:
        self.loose_chapeau = None
        heading = _MARKDOWN.sub("", text.strip()).strip("【】 ：:")
        self._close_to(("document",))
        self._open(block, heading, "heading")

    def _plain(self, block: Block, text: str, following: Label | None) -> None:
        if _CLOSING.match(text):
            self.stack.clear()
            self.loose_chapeau = None
        clause = self.stack[-1].node if self.stack else None
        chapeau = self.stack[-1].chapeau if self.stack and self.stack[-1].chapeau is not None else self.loose_chapeau
        self._paragraph(block, clause, block.start, False, chapeau, None)
        stripped = text.strip()
        if _introduces(stripped) or (self.stack and _announces(stripped, following)):
            if self.stack:
                self.stack[-1].chapeau = len(self.paragraphs) - 1
            else:
                self.loose_chapeau = len(self.paragraphs) - 1
        elif stripped.endswith("。") and block.kind is not BlockKind.TABLE_ROW and not self._whole_sentences(chapeau):
            # An unnumbered list ends with its first full stop.
            self.loose_chapeau = None
            if self.stack:
                self.stack[-1].chapeau = None

    def _whole_sentences(self, chapeau: int | None) -> bool:
        """Say whether a numbered clause announced several items and each of them, from the first, is a sentence.

        Such a list goes on to the next number: 「7.4 …包括但不限于以下事项：」 and then three lines with full stops.
        """
        if chapeau is None or self.paragraphs[chapeau].label is None:
            return False
        block = self.paragraphs[chapeau].block
        first = self.paragraphs[chapeau + 1].block
        opening = self.document.text[first.start : first.end].strip()
        return bool(_SEVERAL.search(self.document.text[block.start : block.end])) and opening.endswith("。")

    def _place(self, label: Label) -> None:
        """Close the clauses that a clause with this number cannot stand in."""
        style = label.style
        if style in _RANK:
            rank = _RANK[style]
            while self.stack and _RANK.get(self.stack[-1].style, 99) >= rank:
                self.stack.pop()
            return
        for depth, opened in enumerate(self.stack):
            if opened.style == style or (
                style.startswith("digit") and opened.style.startswith("digit") and style[:7] == opened.style[:7]
            ):
                del self.stack[depth:]
                return
        if style.startswith("decimal"):
            # 5.2 stands in 5, 5.2.1 in 5.2; a decimal closes whatever is deeper.
            own = int(style[-1])
            for depth, opened in enumerate(self.stack):
                if opened.style.startswith("decimal") and int(opened.style[-1]) >= own:
                    del self.stack[depth:]
                    return
            for depth, opened in enumerate(self.stack):
                if opened.style not in (*_TOP, "han", "digit", "heading") and not opened.style.startswith("decimal"):
                    del self.stack[depth:]
                    return
            self._leave_other_number(label)
        elif style == "han":
            self._close_to((*_TOP, "heading"))
        elif style.startswith("digit") and not _is_first(label.text):
            # 「3、」 after 2.2 is a sister of 2, while 「1、」 begins a list within 2.2.
            for depth, opened in enumerate(self.stack):
                if opened.style.startswith("decimal"):
                    del self.stack[depth:]
                    return

    def _leave_other_number(self, label: Label) -> None:
        """Let 「1.1」 stand in no list that has come to 「3、」, nor under what introduced that."""
        first = _NUMBER_PARTS.split(label.text)[0].strip("§ ")
        for depth, opened in enumerate(self.stack):
            number = self.clauses[opened.node]["number"]
            if opened.style == "digit" and isinstance(number, str) and int(number) != int(first):
                del self.stack[depth:]
                if self.stack:
                    self.stack[-1].chapeau = None
                self.loose_chapeau = None
                return

    def _close_to(self, kept: tuple[str, ...]) -> None:
        for depth, opened in enumerate(self.stack):
            if opened.style not in kept:
                del self.stack[depth:]
                return

    def _looks_like_title(self, text: str, block: Block) -> bool:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            return False
        stripped = text.strip()
        return (
            2 <= len(stripped) <= 32
            and not self.clauses
            and len(self.paragraphs) == 0
            and _TITLE_END.search(stripped) is not None
        )

    def _paragraph(
        self, block: Block, clause: int | None, content: int, heading: bool, chapeau: int | None, label: Label | None
    ) -> None:
        self.paragraphs.append(
            Paragraph(len(self.paragraphs), block, clause, min(content, block.end), heading, chapeau, label)
        )

    def finish(self) -> Structure:
        ends = _ends(self.clauses, self.document)
        return Structure(
            tuple(
                ClauseNode(
                    index=index,
                    number=_text(made["number"]),
                    heading=_text(made["heading"]),
                    start=_number(made["start"]),
                    end=ends[index],
                    parent=None if made["parent"] is None else _number(made["parent"]),
                    depth=_number(made["depth"]),
                    annex=bool(made["annex"]),
                )
                for index, made in enumerate(self.clauses)
            ),
            tuple(self.paragraphs),
        )


def _is_title(text: str, block: Block) -> bool:
    """Whether the first block of a file is its title: 押金收据, 装机有礼活动公告."""
    stripped = text.strip()
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and (
        2 <= len(stripped) <= 40 and re.search(r"[。；;：:，,]", stripped) is None
    )


def _opens_list(label: Label) -> bool:
    """Whether a number is the first of a list of items: (a), （一）, 1）, ①, 6.3.1."""
    inside = label.text.strip("（()）、.． ")
    if label.style.startswith("decimal"):
        return _NUMBER_PARTS.split(inside)[-1] in _FIRST
    return label.style not in _RANK and label.style != "han" and inside in _FIRST


def _is_first(number: str) -> bool:
    return number.strip("（()）、.． ") in ("1", "１", "01")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _ends(clauses: Sequence[dict[str, object]], document: Document) -> list[int]:
    last = max((block.end for block in document.body()), default=0)
    ends = [last] * len(clauses)
    for index, clause in enumerate(clauses):
        for later in clauses[index + 1 :]:
            if _number(later["depth"]) <= _number(clause["depth"]):
                ends[index] = _number(later["start"])
                break
    return ends


def _bracketed(label: str, rest: str) -> tuple[str | None, bool]:
    """Return the heading that brackets or a bar mark, and whether the paragraph is nothing but that heading."""
    inside = label.strip("【】〔〕").strip() if label[0] in "【〔" else ""
    if inside and not _NUMBER.fullmatch(inside):
        return inside, not rest
    # 【05】流量与会员, ▍激活与押金: what follows the number or the bar is the heading.
    alone = 0 < len(rest) <= 24 and not _SENTENCE_SIGN.search(rest)
    return (rest.rstrip("：: "), True) if alone else (inside or None, not rest)


def _split_heading(rest: str, style: str) -> tuple[str | None, bool]:
    """Return the heading that follows a number, and whether the paragraph is nothing but that heading."""
    if not rest:
        return None, True
    if (
        len(rest) <= 30
        and not re.search(r"[。；;，,！!]", rest)
        and (style in ("annex", "part", "section", "article", "han", "digit", "decimal2", "han_parens"))
    ):
        ends_open = rest.endswith(("：", ":"))
        leads = ends_open and re.search(r"下列|以下|如下|之一|下述", rest)
        bare = not re.search(r"\d{2,}|[:：].|____", rest) and (not ends_open or len(rest) <= 16) and not leads
        return rest.rstrip("：: "), bare
    if style in ("article", "part", "section", "han"):
        # 「第七条 争议解决 本协议…」: a short run before a wide space or a colon is the heading.
        if match := re.match(r"([^\s。；，,：:]{2,16})(?:[ \u3000]{1,4}|[：:])(?=\S)", rest):
            return match.group(1), False
    elif match := re.match(r"([^\s。；，,：:（(]{2,12})[：:](?=\S)", rest):
        return match.group(1), False
    return None, False


def _stands_alone(rest: str, style: str) -> bool:
    """Whether 「⑥ 费率」, which is no item of a list, can be the heading of what follows."""
    return (
        style in ("circled", "letter", "letter_parens", "digit_parens", "stem", "dash")
        and 2 <= len(rest) <= 14
        and not re.search(r"[。；;，,！!：:|\d_□]", rest)
    )


#: A chapeau that announces more than one item.
_SEVERAL = compile_pattern(r"(?:以下|下列|如下)[^，。；：]{0,12}[：:]\s*$")


def _introduces(text: str) -> bool:
    """Say whether a paragraph introduces the ones after it as a list."""
    return text.rstrip().endswith(("：", ":")) and len(text.strip()) > 3


#: What announces cases, wherever it stands in the sentence: 有下列情形之一的，甲方可以终止本协议。
_CASES = compile_pattern(r"(?:下列|以下|如下|下述)[^，。；：]{0,8}?(?:情形|情况|行为|事由|条件|事件|之一)")
#: From here on nothing belongs to a clause any more.
_CLOSING = compile_pattern(r"\s*[（(\[【]?(?:以下|以下为|本页|此页|下)无正文")


def _announces(text: str, following: Label | None, own: Label | None = None) -> bool:
    """Say whether a paragraph announces cases in a whole sentence, and a list of them begins right behind it."""
    if following is None or not _opens_list(following) or (own is not None and own.style == following.style):
        return False
    return _CASES.search(text) is not None


def segment(document: Document) -> Structure:
    """Return the clauses of a document. Headers, footers and watermarks are no part of any clause.

    No clause goes over the end of a file of a set, and a later file's title stands over all its clauses.
    """
    builder = _Builder(document, ahead=[file.start for file in document.files[1:]])
    blocks = list(document.body())
    labels = [_label(document, block) for block in blocks]
    for block, label, after in zip_longest(blocks, labels, labels[1:]):
        builder.add(block, label, after)
    return builder.finish()


def _label(document: Document, block: Block) -> Label | None:
    return None if block.kind is BlockKind.TABLE_ROW else read_label(document.text[block.start : block.end])
