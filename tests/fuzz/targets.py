"""One function for each layer that reads what strangers wrote: it takes bytes, and only declared errors get out."""

from __future__ import annotations

from collections.abc import Callable

import target_files as files
import target_records as records
import target_settings as settings
import target_texts as texts

#: Each target with the folder of its seeds and how many inputs a test gives it: those that cost more get fewer.
TARGETS: dict[str, tuple[Callable[[bytes], None], str, int]] = {
    "quantities": (texts.quantities, "text", 120),
    "clauses": (texts.clauses, "text", 60),
    "shadow": (texts.shadow, "text", 100),
    "redaction": (texts.redaction, "text", 100),
    "rules": (settings.rules, "rules", 30),
    "terms": (settings.terms, "terms", 60),
    "suppressions": (settings.suppressions, "suppressions", 60),
    "personal": (settings.personal, "personal", 30),
    "facts": (settings.facts, "facts", 100),
    "transactions": (settings.transactions, "transactions", 100),
    "posted": (settings.posted, "posted", 60),
    "typed": (settings.typed, "typed", 100),
    "docx": (files.docx, "docx", 60),
    "html": (files.html, "html", 60),
    "plain": (files.plain, "text", 60),
    "markdown": (files.markdown, "markdown", 60),
    "reflow": (files.reflow, "reflow", 40),
    "pdf": (files.pdf, "pdf", 40),
    "mail": (files.mail, "mail", 40),
    "archive": (files.archive, "text", 40),
    "looks": (files.looks, "looks", 60),
    "scans": (records.scans, "text", 12),
    "reports": (records.reports, "reports", 30),
    "stored": (records.stored, "reports", 30),
}
