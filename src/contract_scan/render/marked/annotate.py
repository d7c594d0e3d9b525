"""The one door: tells what the file is, and has the copy made."""

from __future__ import annotations

from dataclasses import dataclass, field

from contract_scan.errors import CorruptFileError, UnsupportedFormatError, UsageError
from contract_scan.extract.sniff import Format, sniff
from contract_scan.model.report import ContractReport
from contract_scan.render.marked.notes import notes_of
from contract_scan.render.phrases import Lang
from contract_scan.sources import Source, SourceLike, as_source

__all__ = ["MarkedCopy", "annotate"]


_INSTEAD = "请用 --format html，它显示遮盖后的全文和每一处标注"


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """A marked copy. `suffix` is ``.pdf`` or ``.docx``.

    `unplaced` are quotes that could not be found in the file's own text; what is said of them stands in the note on the
    whole, at the beginning. `unlocked` says that the file was protected by a password and the copy is not.
    """

    data: bytes = field(repr=False)
    suffix: str
    unplaced: tuple[str, ...] = ()
    unlocked: bool = False


def annotate(
    source: SourceLike, report: ContractReport, *, lang: Lang = "zh", password: str | None = None
) -> MarkedCopy:
    """Return a copy of a contract with the findings of its report in it. The source is not touched.

    A PDF gets highlights with notes, coloured by severity; a Word file gets comments.

        >>> from pathlib import Path
        >>> from contract_scan import annotate, scan
        >>> file = Path("samples/04-fair-merchant-terms-chromium.pdf")
        >>> annotate(file, scan(file)).data[:5]
        b'%PDF-'

    Args:
        source: the file that was scanned: a path, its bytes or an open binary file.
        report: its report.
        lang: the language of the frame of the notes.
        password: opens an encrypted PDF. The copy has no password.

    Raises:
        UsageError: the report is of another file, or what is personal was masked in it: the copy would still hold that.
        UnsupportedFormatError: the file is neither PDF nor DOCX.
        ContractScanError: the file cannot be opened.
    """
    opened = as_source(source)
    if report.document.redacted:
        raise UsageError(f"{opened.name}：报告遮盖了个人信息，标注的副本里却还有原文，所以不做；{_INSTEAD}")
    if opened.sha256 != report.document.sha256:
        raise UsageError(f"{opened.name}: the report is of another file ({report.document.name}); scan this one again")
    kind = sniff(opened)
    if kind not in (Format.PDF, Format.DOCX):
        raise UnsupportedFormatError(
            f"{opened.name}: only PDF and DOCX can be marked, this is {kind}; "
            "an HTML report (--format html) shows the text with every quote marked"
        )
    try:
        return _marked(opened, kind, report, lang, password)
    except (UsageError, UnsupportedFormatError):
        raise
    except Exception as error:  # files that could be read, and yet not be written again
        raise CorruptFileError(
            f"{opened.name}: no marked copy could be made ({type(error).__name__}); "
            "open the file, save it again and scan that, or use --format html"
        ) from error


def _marked(source: Source, kind: Format, report: ContractReport, lang: Lang, password: str | None) -> MarkedCopy:
    notes = notes_of(report, lang)
    if kind is Format.PDF:
        from contract_scan.render.marked.pdf import mark_pdf

        data, unplaced, unlocked = mark_pdf(source.data, report, notes, lang, password)
        return MarkedCopy(data, ".pdf", tuple(note.place.quote for note in unplaced), unlocked)
    from contract_scan.render.marked.docx import mark_docx

    data, unplaced = mark_docx(source.data, report, notes, lang)
    return MarkedCopy(data, ".docx", tuple(note.place.quote for note in unplaced))
