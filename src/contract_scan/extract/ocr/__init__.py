"""Reads pictures of text: scanned pages and photographs. Needs the extra ``ocr``; nothing heavy is imported before use.

`installed` tells whether pictures can be read; `recognise` reads one.
"""

from __future__ import annotations

from contract_scan.extract.ocr.engine import Engine, Strip, installed
from contract_scan.extract.ocr.picture import Picture, picture_of
from contract_scan.extract.ocr.result import ReadLine, Scan
from contract_scan.extract.ocr.scan import recognise
from contract_scan.extract.ocr.stopwatch import Stopwatch

__all__ = ["Engine", "Picture", "ReadLine", "Scan", "Stopwatch", "Strip", "installed", "picture_of", "recognise"]
