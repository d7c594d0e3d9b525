"""What was read, as the report says it: the file or files, the documents in them, and those that are missing."""

from __future__ import annotations

from collections.abc import Sequence

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.parts import Part
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.model.report import DocumentInfo, DocumentPart, ReferredDocument, UnreadPart, WarningInfo

__all__ = ["document_info"]


def document_info(agreement: Agreement, absent: Sequence[ReferredDocument], lexicon: DepositLexicon) -> DocumentInfo:
    """Return what was read of an agreement. Each document that it refers to and that is `absent` is a warning."""
    document = agreement.document
    read = bool(document.text.strip())
    warnings = [WarningInfo(code=w.code, message=w.message, page=w.page, document=w.file) for w in document.warnings]
    warnings += [
        WarningInfo(code="document_missing", message=lexicon.say("documents.say.warning", title=one.title))
        for one in absent
    ]
    return DocumentInfo(
        name=document.name,
        media_type=document.media_type,
        sha256=document.sha256,
        size_bytes=document.size_bytes,
        page_count=document.page_count,
        char_count=len(document.text),
        status="partial" if document.unread and read else "read" if read else "unread",
        unread=tuple(UnreadPart(part=u.part, page=u.page, reason=u.reason, document=u.file) for u in document.unread),
        warnings=tuple(warnings),
        text=document.text,
        parts=tuple(_part(agreement, part) for part in agreement.parts),
        absent=tuple(absent),
        redacted=document.redacted,
    )


def _part(agreement: Agreement, part: Part) -> DocumentPart:
    document = agreement.document
    file = document.files[part.file] if document.files else document
    return DocumentPart(
        name=part.name,
        kind=part.kind,
        title=part.title,
        start=part.start,
        end=part.end,
        file=file.name,
        media_type=file.media_type,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        page_count=file.page_count,
    )
