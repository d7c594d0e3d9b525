"""Masks what is personal: in a document, and in the names and remarks that stand beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from contract_scan.model.document import BlockKind, Document, ReadingWarning
from contract_scan.model.facts import Particulars
from contract_scan.model.report import ChecklistGroup, ScanRecord
from contract_scan.redact.folding import folded
from contract_scan.redact.lexicon import load
from contract_scan.redact.names import Names
from contract_scan.redact.numbers import Numbers
from contract_scan.redact.places import Places
from contract_scan.redact.spans import Sort, Span

__all__ = ["MASK", "Redactor"]

#: What stands for each character that was masked.
MASK: Final = "*"
_SAID: Final[dict[Sort, str]] = {
    "name": "姓名",
    "identity": "证件号码",
    "phone": "电话",
    "card": "银行账号",
    "credit_code": "信用代码",
    "email": "邮箱",
    "address": "地址",
    "account": "聊天账号",
}
#: Particulars of the merchant that are personal whatever they say.
_PERSONAL: Final = ("merchant_address", "contact_person", "phone", "refund_account")
_PART_OF_A_NAME: Final = re.compile(r"[^\s/\\\-_.,，、;；()（）\[\]【】+&！!《》\"'“”]+")


class Redactor:
    """Masks names of persons, identity numbers, telephones, bank accounts, credit codes, mail and other addresses.

    Each letter and digit becomes `MASK`; spaces, signs and line ends stay, so that every offset, page and box holds for
    the masked text as it did for the print.

    Args:
        directory: the lexicons; ``personal.yaml`` in it has the words.

    Raises:
        RuleError: that file is wrong.
    """

    def __init__(self, directory: Path) -> None:
        words = load(directory)
        self._numbers = Numbers(words)
        self._names = Names(words)
        self._places = Places(words)

    def document(self, document: Document) -> Document:
        """Return the document with all of its text masked, its names and remarks too, and a remark that says so."""
        if document.redacted:
            return document
        plain = folded(document.text)
        spans = [*self._found(plain), *self._in_columns(document, plain)]
        names = _names(plain, spans)
        spans = self._everywhere(plain, spans, names)

        def text(given: str) -> str:
            return self.text(given, names)

        def name(given: str) -> str:
            return self.file_name(given, names)

        unread = (
            replace(one, part=text(one.part), reason=text(one.reason), file=_with(name, one.file))
            for one in document.unread
        )
        warnings = (replace(one, message=text(one.message), file=_with(name, one.file)) for one in document.warnings)
        return replace(
            document,
            name=name(document.name),
            text=_masked(document.text, spans),
            unread=tuple(unread),
            warnings=(*warnings, ReadingWarning("redacted", _remark(_counts(spans)))),
            files=tuple(replace(file, name=name(file.name)) for file in document.files),
            redacted=True,
        )

    def text(self, text: str, names: Iterable[str] = ()) -> str:
        """Return a text with what is personal in it masked, these names too."""
        plain = folded(text)
        return _masked(text, self._everywhere(plain, self._found(plain), names))

    def file_name(self, path: str, names: Iterable[str] = ()) -> str:
        """Return a file's name or path, masked: numbers, these names, and parts that are nothing but a name."""
        plain = folded(path)
        spans = self._found(plain)
        for part in _PART_OF_A_NAME.finditer(plain):
            if self._names.is_cell(part.group()):
                spans.append(Span(*part.span(), "name"))
        return _masked(path, self._everywhere(plain, spans, names))

    def _everywhere(self, plain: str, spans: list[Span], names: Iterable[str]) -> list[Span]:
        """Add every other place of the names that were found, or that are given."""
        return [*spans, *self._names.again(plain, {*names, *_names(plain, spans)})]

    def record(self, record: ScanRecord) -> ScanRecord:
        """Return the record of a scan of masked text, with the file's path masked too, wherever it stands.

        The report's own text must have been masked before: see `document`.
        """
        before, report = re.split(r"[/\\]", record.path)[-1], record.report
        path = self.file_name(record.path)
        changes: dict[str, object] = {}
        if report is not None:
            # What was known of the names in the contract, when its name was masked, is not known here any more.
            after = self.file_name(report.document.name)
            path = path[: len(path) - len(before)] + after if _is_masked(before, after) else path
            changes["report"] = report.model_copy(
                update={
                    "document": report.document.model_copy(update={"name": after}),
                    "checklist": tuple(self._group(group, before, after) for group in report.checklist),
                }
            )
        if record.error is not None:
            message = record.error.message.replace(record.path, path).replace(before, self.file_name(before))
            changes["error"] = record.error.model_copy(update={"message": self.text(message)})
        return record.model_copy(update={"path": path, **changes})

    def _group(self, group: ChecklistGroup, before: str, after: str) -> ChecklistGroup:
        items = tuple(
            item.model_copy(update={"why": item.why and self.text(item.why.replace(before, after))})
            for item in group.items
        )
        return group.model_copy(update={"items": items})

    def particulars(self, told: Particulars) -> Particulars:
        """Return what a merchant told of persons, masked whole; names of companies and numbers of machines stay."""
        masked = {}
        for name, value in told:
            if value:
                whole = name in _PERSONAL or self._names.is_cell(folded(value))
                masked[name] = _masked(value, [Span(0, len(value), "name")]) if whole else self.text(value)
        return told.model_copy(update=masked)

    def _found(self, plain: str) -> list[Span]:
        numbers = list(self._numbers.spans(plain))
        return [
            *numbers,
            *self._places.spans(plain),
            *self._names.spans(plain),
            *self._names.before_numbers(plain, numbers),
        ]

    def _in_columns(self, document: Document, plain: str) -> Iterator[Span]:
        """Yield the names below a cell of a table that says 姓名, 联系人 and the like."""
        labelled: dict[tuple[int | None, int], bool] = {}
        for block in document.blocks:
            if block.kind is not BlockKind.TABLE_ROW:
                continue
            for column, (start, end) in enumerate(block.cells):
                cell = plain[start:end]
                if self._names.is_label(cell):
                    labelled[block.table, column] = True
                elif (block.table, column) in labelled:
                    stripped = cell.strip()
                    if self._names.is_cell(stripped):
                        begin = start + cell.index(stripped)
                        yield Span(begin, begin + len(stripped), "name")


def _is_masked(before: str, after: str) -> bool:
    """Tell whether `after` is `before`, with nothing but masks in the place of some characters."""
    return len(before) == len(after) and all(new in (old, MASK) for old, new in zip(before, after, strict=True))


def _names(plain: str, spans: Iterable[Span]) -> set[str]:
    return {plain[span.start : span.end] for span in spans if span.sort == "name"}


def _with(change: Callable[[str], str], text: str | None) -> str | None:
    return None if text is None else change(text)


def _masked(text: str, spans: Sequence[Span]) -> str:
    if not spans:
        return text
    letters = list(text)
    for start, end, _ in spans:
        for at in range(start, end):
            if letters[at].isalnum():
                letters[at] = MASK
    return "".join(letters)


def _counts(spans: Sequence[Span]) -> Counter[Sort]:
    """Count the places of each sort; what lies in another one is part of that."""
    counts: Counter[Sort] = Counter()
    reached = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > reached:
            counts[span.sort] += span.start >= reached
            reached = span.end
    return +counts


def _remark(counts: Counter[Sort]) -> str:
    if not counts:
        return "要求遮盖个人信息，没有找到要遮盖的"
    told = "、".join(f"{_SAID[sort]} {count}" for sort, count in counts.most_common())
    return f"个人信息已用 {MASK} 遮盖（{told}）；遮盖靠程序辨认，给别人看之前请自己再看一遍"
