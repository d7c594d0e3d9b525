"""Suppressions: findings that somebody has looked at and does not want counted, each with the reason."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from contract_scan.errors import RuleError
from contract_scan.lexicons import line_of, read_yaml
from contract_scan.model.report import Evidence, Finding

__all__ = ["Suppression", "load_suppressions", "quote_sha256"]


class Suppression(BaseModel):
    """Takes the findings of a rule out of score, summary and exit code; the report lists them with the reason.

    What is given beside `rule` must all hold: the finding stands in this clause, and quotes these words.

    Attributes:
        rule: the id of a rule or risk, or a pattern (``FEE-*``).
        reason: why it does not count here. Without one nothing is suppressed.
        clause: the number as printed (``第五条``), or numbers from an outer one to an inner one parted by ``/``.
        quote: words of the contract within the finding's quote; white space does not matter.
        quote_sha256: the SHA-256 of the finding's whole quote without white space, in hexadecimal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str = Field(pattern=r"^[A-Z0-9*?\[\]-]+$", description="A rule or risk by its id, or a pattern: FEE-*")
    reason: str = Field(min_length=1)
    clause: str | None = Field(default=None, min_length=1)
    quote: str | None = Field(default=None, min_length=1)
    quote_sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")

    @field_validator("reason")
    @classmethod
    def _says_something(cls, reason: str) -> str:
        if not reason.strip():
            raise ValueError("say why")
        return reason.strip()

    @classmethod
    def of(cls, finding: Finding, *, reason: str) -> Suppression:
        """Return the suppression of one finding: its rule and the words that it quotes, wherever they stand."""
        digest = quote_sha256(finding.evidence[0]) if finding.evidence else None
        return cls(rule=finding.rule_id, reason=reason, quote_sha256=digest)

    def covers(self, finding: Finding, path: Sequence[str] = ()) -> bool:
        """Return whether a finding is meant, which stands in the clause of this path (numbers from the root)."""
        if not fnmatchcase(finding.rule_id, self.rule):
            return False
        if self.clause is not None:
            steps = tuple(map(_plain, self.clause.split("/")))
            inside = tuple(map(_plain, path))
            if not any(inside[at : at + len(steps)] == steps for at in range(len(inside))):
                return False
        if self.quote is not None and not any(_bare(self.quote) in _bare(one.quote) for one in finding.evidence):
            return False
        return self.quote_sha256 is None or any(quote_sha256(one) == self.quote_sha256 for one in finding.evidence)


def quote_sha256(evidence: Evidence) -> str:
    """Return the SHA-256 of a quote without its white space, so that another line break makes no other quote."""
    return hashlib.sha256(_bare(evidence.quote).encode()).hexdigest()


_LIST: TypeAdapter[tuple[Suppression, ...]] = TypeAdapter(tuple[Suppression, ...])


def load_suppressions(path: str | os.PathLike[str]) -> tuple[Suppression, ...]:
    """Return the suppressions of a YAML file: a list of entries, each with the fields of `Suppression`.

    Raises:
        RuleError: the file is wrong; says where and what to do.
    """
    file = Path(path)
    data = read_yaml(file)
    if not isinstance(data, list):
        raise RuleError("must be a list of suppressions, each beginning with `- rule:`", file=str(file))
    try:
        return _LIST.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = tuple(part for part in first["loc"] if isinstance(part, str | int))
        spot = ".".join(map(str, where[1:]))
        said = f"{spot}: {first['msg']}" if spot else first["msg"]
        if where[1:] == ("reason",):
            said = "every suppression needs a `reason`: say why it does not count"
        raise RuleError(said, file=str(file), line=line_of(file, where)) from error


def _bare(text: str) -> str:
    return "".join(text.split())


def _plain(number: str) -> str:
    return _bare(number).rstrip("、.．:：").translate(str.maketrans("()", "（）"))
