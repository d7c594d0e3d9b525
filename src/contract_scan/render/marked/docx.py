"""A Word file with comments at the words that findings quote."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from contract_scan.model.report import ContractReport
from contract_scan.render.marked.docx_runs import Characters, characters_of, cut_runs
from contract_scan.render.marked.docx_search import Search, bare
from contract_scan.render.marked.notes import AUTHOR, INITIALS, Note, whole_note
from contract_scan.render.phrases import Lang

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["mark_docx"]


def mark_docx(data: bytes, report: ContractReport, notes: Sequence[Note], lang: Lang) -> tuple[bytes, tuple[Note, ...]]:
    """Return the marked copy, and the notes whose words Word allows no comment on or that were not found.

    Headers, footers, notes and text boxes take no comments; what stands there is told at the beginning.
    """
    import docx

    document = docx.Document(io.BytesIO(data))
    characters = characters_of(document.element.body)
    search = Search(characters.text, report.document.text or "")
    places = {note: search.find(note.place.start, note.place.end) for note in notes}
    found = {note: place for note, place in places.items() if place is not None}
    unplaced = tuple(note for note in notes if note not in found)
    cut_runs(characters, {edge for place in found.values() for edge in place})
    # The same characters, in runs that now begin and end where quotes do.
    characters = characters_of(document.element.body)
    _comment_whole(document, characters, whole_note(report, lang, unplaced))
    for note, (start, end) in found.items():
        _comment(document, characters, start, end, note.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), unplaced


def _comment_whole(document: Document, characters: Characters, text: str) -> None:
    if not bare(characters.text):
        document.add_paragraph(" ")
        characters = characters_of(document.element.body, blank=True)
    _comment(document, characters, 0, 1, text)


def _comment(document: Document, characters: Characters, start: int, end: int, text: str) -> None:
    from docx.oxml.ns import qn
    from docx.text.run import Run

    runs = [Run(characters.run(at), document._body) for at in (start, end - 1)]
    comment = document.add_comment(runs, text=text, author=AUTHOR, initials=INITIALS)
    # The hour of marking says nothing about the contract, and would make every copy differ.
    comment._comment_elm.attrib.pop(qn("w:date"), "")
