"""Rules: what a reading must show for a finding. Data files, matched with a trace, tested by their own texts."""

from contract_scan.rules.judged import Judged
from contract_scan.rules.matcher import Fired, Match, fire, match
from contract_scan.rules.model import Rule, When
from contract_scan.rules.ruleset import Ruleset

__all__ = ["Fired", "Judged", "Match", "Rule", "Ruleset", "When", "fire", "match"]
