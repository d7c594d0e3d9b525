"""A letter for the merchant to edit: its parts in order, each with what it rests on."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from contract_scan.model.report import Evidence, LegalBasis

__all__ = ["BLANK", "Draft", "DraftKind", "DraftPart", "PartRole", "Recipient"]

#: What stands where the merchant has to fill something in.
BLANK = "____"

DraftKind = Literal["demand", "complaint"]
#: Whom a complaint goes to; the names are those of ``Action.channel``.
Recipient = Literal["provider", "central_bank", "bank_regulator", "association", "market"]
PartRole = Literal["title", "address", "heading", "paragraph", "item", "quote", "signature"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class DraftPart(_Model):
    """A line, paragraph or quote of the letter.

    A `quote` holds the contract's words verbatim (``evidence[0].quote``), and `place` says where they stand. `facts`
    names the merchant's facts that the text states, `blanks` what it leaves as ``____``, `legal_basis` what it cites.
    """

    role: PartRole
    text: str
    place: str | None = None
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()


class Draft(_Model):
    """A letter. It states nothing but what the contract says, what the merchant told, and the law.

    `notes` are for the merchant, not for the recipient: what is blank, what was left out and why, what to check.
    """

    kind: DraftKind
    recipient: Recipient
    title: str
    parts: tuple[DraftPart, ...]
    notes: tuple[str, ...] = ()
    legal_basis: dict[str, LegalBasis] = Field(default_factory=dict)

    @property
    def blanks(self) -> tuple[str, ...]:
        """What is left to fill in, once each and in order."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.blanks))
