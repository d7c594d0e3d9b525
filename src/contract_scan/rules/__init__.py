"""Rules: what a reading must show for a finding. Data files, matched with a trace, tested by their own texts."""

from contract_scan.rules.judged import Judged
from contract_scan.rules.matcher import Fired, Match, fire, match
from contract_scan.rules.model import Rule, When
from contract_scan.rules.pack import RulePack
from contract_scan.rules.ruleset import Ruleset
from contract_scan.rules.settings import RuleSettings, ScoreSettings, SeverityPoints
from contract_scan.rules.suppression import Suppression

__all__ = [
    "Fired",
    "Judged",
    "Match",
    "Rule",
    "RulePack",
    "RuleSettings",
    "Ruleset",
    "ScoreSettings",
    "SeverityPoints",
    "Suppression",
    "When",
    "fire",
    "match",
]
