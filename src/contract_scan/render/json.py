"""Reports for programs: the JSON of the report contract, always the same for the same report."""

from __future__ import annotations

from contract_scan.model.report import ScanRecord

__all__ = ["render_json", "render_record"]


def render_json(record: ScanRecord) -> str:
    """Return the indented JSON of one input: its report, or the whole record where there is no report."""
    if record.report is None:
        return record.to_json(indent=2) + "\n"
    return record.report.to_json(indent=2) + "\n"


def render_record(record: ScanRecord) -> str:
    """Return one line of JSON Lines."""
    return record.to_json() + "\n"
