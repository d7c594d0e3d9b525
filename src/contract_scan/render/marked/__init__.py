"""The contract itself with the findings in it: highlights and notes in a PDF, comments in a Word file."""

from contract_scan.render.marked.annotate import MarkedCopy, annotate

__all__ = ["MarkedCopy", "annotate"]
