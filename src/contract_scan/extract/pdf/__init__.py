"""Reads PDF files with pdfium: text in reading order, tables, furniture, fields, and the place of every character."""

from __future__ import annotations

from contract_scan.extract.pdf.reader import read_pdf

__all__ = ["read_pdf"]
