"""Rules: what a reading must show for a finding. Data files, matched with a trace, tested by their own texts.

What this package gives is imported when it is asked for: who only makes a ruleset needs nothing of the language
that its rules are written in.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_HOMES = {
    "Fired": "matcher",
    "Judged": "judged",
    "Match": "matcher",
    "Rule": "model",
    "RulePack": "pack",
    "RuleSettings": "settings",
    "Ruleset": "ruleset",
    "ScoreSettings": "settings",
    "SeverityPoints": "settings",
    "Suppression": "suppression",
    "When": "model",
    "fire": "matcher",
    "match": "matcher",
}

# For type checkers the names are those imported above, each with its own type.
if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
