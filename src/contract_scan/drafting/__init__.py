"""Letters for the merchant to edit, from a report and the merchant's facts."""

from contract_scan.drafting.letters import draft

__all__ = ["draft"]
