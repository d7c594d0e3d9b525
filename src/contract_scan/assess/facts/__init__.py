"""Sets the merchant's facts against the contract: what is met, what is missing, what comes back and when."""

from contract_scan.assess.facts.judge import FactsJudge

__all__ = ["FactsJudge"]
