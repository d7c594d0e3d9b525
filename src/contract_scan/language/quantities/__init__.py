"""Typed quantities of a contract: money, rates, durations, counts, dates and the blanks left to be filled in."""

from contract_scan.language.quantities.model import Bound, Kind, Quantity
from contract_scan.language.quantities.scan import find_quantities

__all__ = ["Bound", "Kind", "Quantity", "find_quantities"]
