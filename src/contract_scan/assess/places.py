"""Where in a contract a place stands, as a reader would look it up: 第五条（二）."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from contract_scan.model.report import Clause

__all__ = ["Places"]

# Parts of a file with numbers of their own: 第一条 of an annex is not that of the agreement.
_ANNEXES: Final = ("附件", "附录", "附表", "补充协议")
_STOPS: Final = ".．、"
_JOINED: Final = "（(①②③④⑤⑥⑦⑧⑨⑩"


class Places:
    """Names the clauses of one report."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses: Mapping[str, Clause] = {clause.id: clause for clause in clauses}
        self._numbers = {clause.number for clause in clauses if clause.number}
        self._in_order = sorted(clauses, key=lambda clause: (clause.start, -clause.end))

    def clause(self, clause_id: str) -> Clause | None:
        """Return a clause by its id, None where there is none."""
        return self._clauses.get(clause_id)

    def clause_at(self, offset: int) -> Clause | None:
        """Return the innermost clause at `offset`: of those that hold it, the last to begin."""
        found = None
        for clause in self._in_order:
            if clause.start > offset:
                break
            if offset < clause.end:
                found = clause
        return found

    def number(self, clause: Clause) -> str:
        """Return the printed numbers from the article down, since a bare （二） says nothing to a reader."""
        numbers: list[str] = []
        for step in (*clause.path, clause.number):
            if not step or step in numbers or not (step in self._numbers or step.startswith(_ANNEXES)):
                continue
            # 第三章 is not needed to find 第五条, and 5.2 says itself that it stands under 5.
            if numbers and (step.startswith("第") or step.startswith(numbers[-1].rstrip(_STOPS) + ".")):
                numbers.pop()
            numbers.append(step)
        if not numbers:
            return clause.heading or ""
        text = numbers[0]
        for number in numbers[1:]:
            text += number if number[0] in _JOINED else f" {number}"
        return text
