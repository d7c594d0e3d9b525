"""Which documents an agreement consists of: body, annexes, supplements, rules of an activity, receipt."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from contract_scan.assess.patterns import DepositLexicon
from contract_scan.model.document import Block, BlockKind, Document
from contract_scan.model.report import PartKind
from contract_scan.segment import read_label

__all__ = ["Part", "part_at", "read_parts"]

_KINDS: tuple[PartKind, ...] = ("receipt", "supplement", "special", "rules", "annex")
_HEAD = 6  # blocks of a file in which its title is looked for
_LONGEST = 40  # characters of a title
_SIGN = re.compile(r"[。；，,;]")
_MARKS = re.compile(r"^[#\s【《]+|[】》\s:：]+$")
_DIGITS = str.maketrans("１２３４５６７８９０", "1234567890")
_HAN = {"1": "一", "2": "二", "3": "三", "4": "四", "5": "五", "6": "六", "7": "七", "8": "八", "9": "九", "10": "十"}


@dataclass(frozen=True, slots=True)
class Part:
    """One document of an agreement, at ``[start, end)`` of the text.

    `name` tells it from the others and is what evidence says; `title` is its title as printed. `number` is that of an
    annex, in Chinese figures; `file` is the index of its file in the set, 0 for a single file.
    """

    name: str
    kind: PartKind
    title: str | None
    start: int
    end: int
    number: str | None = None
    file: int = 0


def part_at(parts: Sequence[Part], offset: int) -> int | None:
    """Return the index of the part that an offset lies in, None where the agreement is one document."""
    if not parts:
        return None
    return max(0, bisect_right([part.start for part in parts], offset) - 1)


def read_parts(document: Document, lexicon: DepositLexicon) -> tuple[Part, ...]:
    """Return the documents of an agreement in reading order; none where it is a single one."""
    files = [(file.start, file.end, file.name) for file in document.files] or [(0, len(document.text), "")]
    found: list[Part] = []
    for index, (start, end, name) in enumerate(files):
        blocks = [block for block in document.body() if start <= block.start < end]
        found += _of_file(document, blocks, (start, end), index, name, lexicon)
    return tuple(_named_apart(found)) if len(found) > 1 else ()


def _of_file(
    document: Document, blocks: Sequence[Block], span: tuple[int, int], file: int, name: str, lexicon: DepositLexicon
) -> Iterator[Part]:
    """The parts of one file: what stands at its head, then each annex and supplement that follows in it."""
    title = _head_title(document, blocks)
    begins = list(_begins(document, blocks, lexicon))
    at_head = bool(begins) and bool(blocks) and begins[0][0] == blocks[0].start
    if at_head:
        title = begins[0][1]
    cuts = begins[1:] if at_head else begins
    stops = [start for start, *_ in cuts] + [span[1]]
    kind, number = _kind(title, lexicon), _number(title, lexicon)
    if kind is None:
        kind = _kind(re.sub(r"\.\w+$", "", name), lexicon) if file else None
    if not file and not document.files:
        kind, number = "body", None  # the head of the only file is the agreement itself, whatever it is called
    if name.startswith("<"):  # a text or bytes, which have no name of their own
        name = title or name
    yield Part(name or _called(title, "body", lexicon), kind or "body", title, span[0], stops[0], number, file)
    for (start, heading), stop in zip(cuts, stops[1:], strict=True):
        own = _kind(heading, lexicon) or "annex"
        called = f"{name} {heading}" if name else heading
        yield Part(called, own, heading, start, stop, _number(heading, lexicon), file)


def _begins(document: Document, blocks: Sequence[Block], lexicon: DepositLexicon) -> Iterator[tuple[int, str]]:
    """Where parts begin, with their titles; a line of a list of annexes has no text of its own and begins none."""
    lines = [(block, document.text[block.start : block.end].strip()) for block in blocks]
    heads = [index for index, (block, line) in enumerate(lines) if _is_title(block, line, lexicon)]
    for index, after in pairwise([*heads, len(lines)]):
        content = lines[index + 1 : after]
        if any(lexicon["documents.content"].search(line) or block.cells for block, line in content):
            yield lines[index][0].start, _MARKS.sub("", _with_name(lines, index, lexicon))


def _is_title(block: Block, line: str, lexicon: DepositLexicon) -> bool:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or not 2 <= len(line) <= _LONGEST:
        return False
    label = read_label(line)
    if label is not None and label.style not in ("annex", "bracketed"):
        return False  # 七、特别约定 is a clause
    line = _MARKS.sub("", line)
    if lexicon["documents.annex"].search(line):
        return _SIGN.search(line) is None and not lexicon["documents.listed"].search(line)
    return lexicon["documents.title"].search(line) is not None


def _with_name(lines: Sequence[tuple[Block, str]], index: int, lexicon: DepositLexicon) -> str:
    """A title of two lines as one: 附件二 over 押金管理政策."""
    line = lines[index][1]
    match = lexicon["documents.annex"].match(line)
    if match and match.end() >= len(line.rstrip(" :：")) and index + 1 < len(lines):
        following = lines[index + 1][1]
        if 2 <= len(following) <= _LONGEST and not re.search(r"[。；，,;:：|]", following):
            return f"{line.rstrip(' :：')} {following}"
    return line


def _head_title(document: Document, blocks: Sequence[Block]) -> str | None:
    for block in blocks[:_HEAD]:
        line = document.text[block.start : block.end].strip()
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and 2 <= len(line) <= _LONGEST:
            if re.search(r"[。；，,;:：|]", line):
                return None
            return _MARKS.sub("", line)
    return None


def _kind(title: str | None, lexicon: DepositLexicon) -> PartKind | None:
    if title is None:
        return None
    return next((kind for kind in _KINDS if lexicon[f"documents.kind.{kind}"].search(title)), None)


def _number(title: str | None, lexicon: DepositLexicon) -> str | None:
    match = lexicon["documents.annex"].match(title or "")
    number = match["number"].translate(_DIGITS) if match else ""
    return _HAN.get(number, number) or None


def _called(title: str | None, kind: PartKind, lexicon: DepositLexicon) -> str:
    return title or lexicon.say(f"documents.names.{kind}")


def _named_apart(parts: Sequence[Part]) -> Iterator[Part]:
    """Give each part a name of its own; two annexes may have the same heading."""
    taken: dict[str, int] = {}
    for part in parts:
        count = taken[part.name] = taken.get(part.name, 0) + 1
        yield part if count == 1 else replace(part, name=f"{part.name} ({count})")
