"""How the agreement ends: on whose notice, at whose will, whether it goes on by itself, and what an end costs."""

from contract_scan.assess.ending.lexicon import EndingLexicon
from contract_scan.assess.ending.read import read_ending

__all__ = ["EndingLexicon", "read_ending"]
