"""The report: what a scan says about one contract. Its JSON form is the project's public contract.

Amounts are CNY decimals written as strings (``"299.00"``), rates decimal fractions written as strings (0.6 % is
``"0.006"``), dates ISO 8601. Offsets are Unicode code points into ``document.text``, half open. Pages count from 1.
Boxes are PDF points ``[x0, top, x1, bottom]`` from the page's top left corner.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema, field_validator

from contract_scan.model.jsontext import inert_json
from contract_scan.model.versions import readable_by

__all__ = [
    "SCHEMA_VERSION",
    "Action",
    "Amount",
    "AutoRenewal",
    "Channel",
    "Check",
    "CheckOutcome",
    "ChecklistGroup",
    "ChecklistItem",
    "Clause",
    "Condition",
    "ConditionType",
    "ContractReport",
    "Conversion",
    "Counts",
    "Deadline",
    "Deduction",
    "Deposit",
    "DepositAssessment",
    "DepositSort",
    "DocumentInfo",
    "DocumentPart",
    "Evidence",
    "Fact",
    "FeeExample",
    "FeeExampleLine",
    "FeeItem",
    "Finding",
    "Forfeiture",
    "Generator",
    "Kind",
    "LegalBasis",
    "NoticePeriod",
    "Outcome",
    "Outlook",
    "PartKind",
    "Party",
    "Penalty",
    "Perspective",
    "Rate",
    "Reason",
    "ReferredDocument",
    "RefundAssessment",
    "Role",
    "RulesetInfo",
    "ScanError",
    "ScanRecord",
    "ScoreDriver",
    "Severity",
    "SigningDate",
    "Status",
    "SuppressedFinding",
    "TermInfo",
    "Trace",
    "UnreadPart",
    "Verdict",
    "WarningInfo",
]

SCHEMA_VERSION = "1.0"

Kind = Literal[
    "deposit",
    "refund",
    "transaction_refund",
    "fee",
    "termination",
    "penalty",
    "unilateral_change",
    "settlement_hold",
    "liability_exclusion",
    "dispute",
    "auto_renewal",
    "equipment",
    "qualification_review",
    "notice",
]
Outcome = Literal["risk", "protection", "information", "absent", "contradiction"]
Severity = Literal["high", "medium", "low", "none"]
#: For whom the law is cited: a business, or a private person who took the terminal for no business.
Perspective = Literal["merchant", "consumer"]
Role = Literal["merchant", "provider", "agent", "other"]
Verdict = Literal[
    "refundable", "conditional", "non_refundable", "silent", "contradictory", "no_deposit", "not_assessed"
]
ConditionType = Literal[
    "volume_threshold",
    "transaction_count",
    "active_period",
    "device_return",
    "device_condition",
    "no_breach",
    "no_arrears",
    "application",
    "application_window",
    "review_approval",
    "term_expiry",
    "notice",
    "account_status",
    "other",
]
PartKind = Literal["body", "annex", "supplement", "special", "rules", "receipt"]
#: ``device``: lodged for the terminal; ``reserve``: held against chargebacks, debts and breaches.
DepositSort = Literal["device", "reserve"]
CheckOutcome = Literal["risk", "protected", "absent", "contradictory", "clear", "not_assessed"]
Status = Literal[
    "ok",
    "partial",
    "needs_ocr",
    "encrypted",
    "unsupported",
    "corrupt",
    "too_large",
    "timeout",
    "out_of_memory",
    "crashed",
    "unreadable",
]


def _amount(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    return f"{value:.2f}" if isinstance(exponent, int) and exponent > -2 else f"{value:f}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


#: CNY, written with at least two decimals: ``"299.00"``.
Amount = Annotated[
    Decimal,
    PlainSerializer(_amount, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{2,}$", "examples": ["299.00"]}),
]
#: A decimal fraction: 0.6 % is ``"0.006"``. Also used for counts whose unit stands beside them.
Rate = Annotated[
    Decimal,
    PlainSerializer(_plain, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["0.006"]}),
]


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        # What a later minor version adds is passed over; a name that is misspelt in code is told by mypy.
        extra="ignore",
        validate_by_name=True,
        validate_by_alias=True,
        # Every field is written, so a reader may count on it.
        json_schema_serialization_defaults_required=True,
    )


class RulesetInfo(_Model):
    """Which rules were used. `sha256` is the fingerprint of all of them, with settings and suppressions.

    `packs` names the packs that were added, `disabled` the rules and risks (by id or pattern) that were left out.
    """

    name: str
    version: str
    sha256: str
    packs: tuple[str, ...] = ()
    disabled: tuple[str, ...] = ()


class Generator(_Model):
    """What made the report."""

    name: str
    version: str
    ruleset: RulesetInfo


class UnreadPart(_Model):
    """A page or part that could not be read, and why. It is never reported as free of risk."""

    part: str
    page: int | None = None
    reason: str
    document: str | None = Field(default=None, description="The file of a set.")


class WarningInfo(_Model):
    """Something about the file that a reader should know. `code` is stable."""

    code: str
    message: str
    page: int | None = None
    document: str | None = Field(default=None, description="The file of a set.")


class DocumentPart(_Model):
    """One document of an agreement's set, at ``[start, end)`` of ``document.text``.

    `name` is what ``evidence.document`` says. The fields of the file are those of the file that it stands in; a file
    with annexes in it has several parts.
    """

    name: str
    kind: PartKind
    title: str | None = None
    start: int
    end: int
    file: str
    media_type: str
    sha256: str
    size_bytes: int
    page_count: int | None = None


class Evidence(_Model):
    """A place in the contract: ``quote == document.text[start:end]``. One box for each printed line.

    Where the agreement consists of several documents, `document` is the name of the part that is quoted, and `page`
    counts in that part's file. `box_pages` has the page of each box: a quote may go on over the end of a page.
    """

    start: int
    end: int
    quote: str
    page: int | None = None
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    box_pages: tuple[int, ...] = ()
    document: str | None = None


class ReferredDocument(_Model):
    """A document that the agreement refers to and that was not given. `decides`: the deposit's return is left to it."""

    title: str
    decides: bool = False
    evidence: tuple[Evidence, ...] = ()


class DocumentInfo(_Model):
    """What was read. `text` is what every offset in the report points into.

    `parts` are the documents that the agreement consists of, in reading order; empty where it is a single one. `absent`
    are those that it refers to and that were not given. `redacted`: in `text`, and so in every quote, ``*`` stands for
    each letter and digit of what is personal; all else, and every offset, is as printed.
    """

    name: str
    media_type: str
    sha256: str
    size_bytes: int
    page_count: int | None = None
    char_count: int
    status: Literal["read", "partial", "unread"]
    unread: tuple[UnreadPart, ...] = ()
    warnings: tuple[WarningInfo, ...] = ()
    text: str | None = None
    parts: tuple[DocumentPart, ...] = ()
    absent: tuple[ReferredDocument, ...] = ()
    redacted: bool = False


class Party(_Model):
    """Who a label stands for: 甲方 is the merchant in some agreements and the acquirer in others."""

    role: Role
    label: str
    name: str | None = None


class Clause(_Model):
    """A clause of the agreement. `number` is as printed or as Word shows it; `path` leads from the root to it."""

    id: str
    number: str | None = None
    heading: str | None = None
    path: tuple[str, ...] = ()
    start: int
    end: int
    page: int | None = None


class Fact(_Model):
    """A typed fact read from a finding's quote, e.g. ``{"type": "money", "value": "299.00", "unit": "CNY"}``."""

    type: Literal["money", "rate", "duration", "count", "threshold", "cap", "min", "date", "party", "trigger", "blank"]
    value: str | None = None
    unit: str | None = None
    text: str
    start: int
    end: int
    detail: dict[str, str] = Field(default_factory=dict)
    doubtful: str | None = None


class Trace(_Model):
    """Why a rule fired, or why not: the tests it made in order, and what each one found."""

    rule: str
    anchors: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    stopped_by: str | None = None


class Finding(_Model):
    """One thing that the contract says, or fails to say, about the merchant's money."""

    id: str
    rule_id: str
    kind: Kind
    subkind: str | None = None
    outcome: Outcome
    severity: Severity
    title: str
    message: str
    why: str | None = Field(default=None, description="Why it matters to the merchant.")
    advice: str | None = None
    clause_id: str | None = None
    evidence: tuple[Evidence, ...] = ()
    searched: str | None = Field(default=None, description="For an absence: where was looked.")
    facts: tuple[Fact, ...] = ()
    legal_basis: tuple[str, ...] = ()
    trace: Trace


class SuppressedFinding(_Model):
    """A finding that whoever scanned does not want counted: it moves neither score nor exit code.

    `rule` is what the suppression says of rules, an id or a pattern.
    """

    finding: Finding
    reason: str
    rule: str


class Deposit(_Model):
    """The money lodged. `exists` is None where the agreement does not speak of any."""

    exists: bool | None
    amounts: tuple[Amount, ...] = ()
    per: str | None = None
    payee: Role | None = None
    name: str | None = None
    evidence: tuple[Evidence, ...] = ()
    foreign: tuple[str, ...] = Field(
        default=(), description="Sums in other currencies, each with its ISO 4217 code: 10000.00 USD."
    )


class Counts(_Model):
    """Which transactions count towards a turnover or a number of transactions. What is left out counts.

    `cards` is empty where all count; sums are of one transaction, in CNY. `over` says that `least` itself does not
    count. `other` are limits that no card and sum tells, as printed (标准费率).
    """

    cards: tuple[Literal["credit", "debit", "qr", "foreign", "other"], ...] = ()
    least: Amount | None = None
    over: bool = False
    most: Amount | None = None
    without_refunds: bool = False
    other: tuple[str, ...] = ()


class Condition(_Model):
    """One condition of the return. `status` is unknown until the merchant's facts are given.

    `groups` is empty for a condition that is asked in any case. ``"1.2"`` is the second way of the first choice: of
    each choice one way is enough, and the conditions of one way must all be met.
    """

    type: ConditionType
    text: str
    value: Rate | None = None
    unit: str | None = None
    per: str | None = None
    window: str | None = None
    window_value: Rate | None = None
    window_unit: str | None = None
    from_: str | None = Field(default=None, alias="from", description="The event that its time runs from.")
    burden: Amount | None = Field(default=None, description="What a turnover comes to in a month, in CNY.")
    counts: Counts | None = None
    groups: tuple[str, ...] = ()
    status: Literal["met", "unmet", "unknown"] = "unknown"
    why: str | None = None
    lacking: Rate | None = Field(default=None, description="What is still missing, in `unit` (CNY for arrears).")
    by: date | None = Field(default=None, description="The last day on which the condition can be met.")
    evidence: tuple[Evidence, ...] = ()


class Deadline(_Model):
    """How soon the provider must pay back, and from which event."""

    value: int
    unit: Literal["working_day", "day", "month"]
    from_: str | None = Field(default=None, alias="from")
    evidence: tuple[Evidence, ...] = ()


class Deduction(_Model):
    """What may be taken from the deposit."""

    text: str
    amount: Amount | None = None
    evidence: tuple[Evidence, ...] = ()


class Conversion(_Model):
    """The deposit becomes something else: a service fee, the price of the terminal. `into` as printed."""

    into: str
    text: str
    evidence: tuple[Evidence, ...] = ()


class Forfeiture(_Model):
    """An event by which the deposit is lost. `types` are the conditions that the event breaks."""

    text: str
    types: tuple[ConditionType, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Reason(_Model):
    """A plain sentence with the places that it rests on."""

    text: str
    evidence: tuple[Evidence, ...] = ()


class ScoreDriver(_Model):
    """A finding or check that moved the score, and by how many points."""

    source: str
    points: int
    text: str


class Outlook(_Model):
    """How the merchant stands, by the facts given: what is met, what comes back, and the days that matter.

    `qualifies` is None where facts are missing for an answer; `needs` names them. `due_amount` is what comes back once
    every condition is met. A day that cannot be computed is None, and its ``why`` says for what reason.
    """

    met: int
    unmet: int
    unknown: int
    qualifies: bool | None = None
    signed_on: date | None = Field(default=None, description="As the merchant gave it.")
    activated_on: date | None = Field(default=None, description="As the merchant gave it.")
    due_amount: Amount | None = None
    due_amount_why: str
    due_by: date | None = None
    due_by_why: str
    claim_by: date | None = None
    next_step: str
    needs: tuple[str, ...] = ()


class RefundAssessment(_Model):
    """Whether the deposit comes back, on what conditions, how soon, less what, and from whom."""

    verdict: Verdict
    score: int | None = Field(default=None, ge=0, le=100)
    drivers: tuple[ScoreDriver, ...] = ()
    conditions: tuple[Condition, ...] = ()
    deadline: Deadline | None = None
    interest: Literal["none", "bearing"] | None = None
    deductions: tuple[Deduction, ...] = ()
    payer: Role | None = None
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    outlook: Outlook | None = Field(default=None, description="Given where the merchant's facts were.")
    claim_deadline: Deadline | None = Field(default=None, description="How soon the merchant must claim it.")
    conversions: tuple[Conversion, ...] = ()
    forfeitures: tuple[Forfeiture, ...] = ()


class DepositAssessment(_Model):
    """One sort of deposit with its own assessment. Of several sorts none has a score: that is the agreement's."""

    sort: DepositSort
    deposit: Deposit
    refund: RefundAssessment


class FeeItem(_Model):
    """One charge. `rate` applies to the transaction's amount, `amount` to a transaction, a period or once.

    `amount`, `cap` and `min` are CNY where `currency` is null, and else in the currency of that ISO 4217 code.
    """

    name: str
    type: Literal["transaction_rate", "per_transaction", "periodic", "one_off", "other"]
    rate: Rate | None = None
    amount: Amount | None = None
    cap: Amount | None = None
    min: Amount | None = None
    currency: str | None = Field(default=None, description="ISO 4217 code, where the sums are not CNY.")
    period: Literal["month", "quarter", "half_year", "year"] | None = None
    card_type: str | None = None
    collection: str | None = None
    waiver: str | None = None
    changeable_by: Role | None = None
    doubtful: str | None = Field(default=None, description="Why its figures should not be relied on.")
    evidence: tuple[Evidence, ...] = ()


class FeeExampleLine(_Model):
    """What one charge comes to in a `FeeExample`. `fee` counts from 0 in the report's `fees`.

    `counted` is ``yearly`` for what is paid again every year, ``once`` for what is paid in the first year only,
    ``on_demand`` for what falls due only where something happens or is ordered, ``other_means`` for rates of other
    cards and codes, ``free`` for what the agreement says is not charged, ``unknown`` where it names no figure. Only
    the first two have an `amount` and are in the sums.
    """

    fee: int
    counted: Literal["yearly", "once", "on_demand", "other_means", "free", "unknown"]
    amount: Amount | None = None
    reckoning: str | None = Field(default=None, description="The sum as it was done: 10000 × 0.6% × 12.")


class FeeExample(_Model):
    """What a merchant pays in a year who takes `monthly_turnover` a month by credit card, with one terminal.

    Turnover and size of a transaction are assumed, and the same in every report, so that agreements can be compared.
    Waivers are not taken off; `rate_known` is false where no rate for a credit card was read, so that the sums lack it.
    `share` is what is paid of the turnover in a year like every later one.
    """

    monthly_turnover: Amount
    transaction: Amount
    lines: tuple[FeeExampleLine, ...]
    yearly: Amount
    once: Amount
    first_year: Amount
    share: Rate
    rate_known: bool


class NoticePeriod(_Model):
    """How long before an ending notice must be given, and by whom."""

    by: Literal["merchant", "provider", "either"]
    value: int
    unit: Literal["working_day", "day", "month"]
    evidence: tuple[Evidence, ...] = ()


class AutoRenewal(_Model):
    """The term renews by itself; notice to stop it, where one is named."""

    notice_value: int | None = None
    notice_unit: Literal["working_day", "day", "month"] | None = None
    evidence: tuple[Evidence, ...] = ()


class Penalty(_Model):
    """What is owed for a breach or an early end."""

    text: str
    by: Role | None = None
    amount: Amount | None = None
    rate: Rate | None = None
    doubtful: str | None = Field(default=None, description="Why its figures should not be relied on.")
    evidence: tuple[Evidence, ...] = ()


class TermInfo(_Model):
    """How the agreement ends."""

    notice: tuple[NoticePeriod, ...] = ()
    provider_may_end_at_will: bool = False
    auto_renewal: AutoRenewal | None = None
    penalties: tuple[Penalty, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Check(_Model):
    """One check that ran, and how it ended. `findings` holds the ids of the findings that say what it found.

    `suppressed` is the reason that all of these do not count for; None where one of them does.
    """

    id: str
    title: str
    outcome: CheckOutcome
    reason: str
    findings: tuple[str, ...] = ()
    suppressed: str | None = None


class Channel(_Model):
    """Where a step leads, what the place can do and what it cannot. `verified`: whether a source for it was read."""

    id: str
    title: str
    contact: str
    can: str
    cannot: str
    answer: str | None = None
    verified: bool


class Action(_Model):
    """What to do next.

    `due` is the day by which to do it, where the merchant's facts allow one; `timing` says when in words, always.
    `done` is the day on which the merchant did it. `id` is stable.
    """

    id: str = ""
    title: str
    detail: str
    due: date | None = None
    timing: str | None = None
    done: date | None = None
    channel: Channel | None = None
    legal_basis: tuple[str, ...] = ()


class ChecklistItem(_Model):
    """One piece of evidence to keep.

    `shown`: the contract itself shows it. `told`: the merchant's facts hold it. `required`: the contract makes it
    matter, and nobody has shown it yet. `open`: worth keeping.
    """

    id: str
    text: str
    status: Literal["shown", "told", "required", "open"] = "open"
    why: str | None = None
    evidence: tuple[Evidence, ...] = ()


class ChecklistGroup(_Model):
    """What to keep for one question."""

    id: str
    title: str
    items: tuple[ChecklistItem, ...]
    legal_basis: tuple[str, ...] = ()


class LegalBasis(_Model):
    """A provision that the report cites, as it stood on the contract's date where that is known.

    The paraphrase is this project's own, never the statute's words. `doc_no` and `effective` are left out where they
    were not verified; an unverified provision's paraphrase begins with a mark.
    """

    title: str
    article: str
    paraphrase: str
    doc_no: str | None = None
    version: str | None = None
    effective: str | None = None
    scope: Literal["merchant", "user", "consumer_only", "consumer_mostly", "supervisory", "boundary", "historical"]
    verified: bool


class SigningDate(_Model):
    """The day of the contract, which decides what law is cited: the merchant's word for it, else the contract's."""

    day: date
    source: Literal["facts", "contract"]
    evidence: tuple[Evidence, ...] = ()


class ContractReport(_Model):
    """What one scan of one contract says."""

    schema_version: str = SCHEMA_VERSION
    generator: Generator
    document: DocumentInfo
    perspective: Perspective = "merchant"
    signed: SigningDate | None = None
    parties: tuple[Party, ...] = ()
    clauses: tuple[Clause, ...] = ()
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[SuppressedFinding, ...] = ()
    deposit: Deposit
    refund: RefundAssessment
    deposits: tuple[DepositAssessment, ...] = ()
    fees: tuple[FeeItem, ...] = ()
    fee_example: FeeExample | None = Field(default=None, description="Given where the agreement names any charge.")
    termination: TermInfo
    checks: tuple[Check, ...] = ()
    actions: tuple[Action, ...] = ()
    checklist: tuple[ChecklistGroup, ...] = ()
    legal_basis: dict[str, LegalBasis] = Field(default_factory=dict)

    _readable = field_validator("schema_version")(readable_by(SCHEMA_VERSION))

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the report as JSON text, the same for the same input.

        >>> from contract_scan import ContractReport, scan
        >>> report = scan("第一条 押金\\n乙方向甲方交纳押金300元，概不退还。")
        >>> ContractReport.model_validate_json(report.to_json()) == report
        True
        """
        return inert_json(self.model_dump_json(by_alias=True, indent=indent))


class ScanError(_Model):
    """Why an input has no report."""

    type: str
    message: str


class ScanRecord(_Model):
    """One input of a scan of many: its report, or the reason that there is none."""

    path: str
    sha256: str | None = None
    status: Status
    error: ScanError | None = None
    report: ContractReport | None = None
    template: str | None = Field(
        default=None, description="In a scan of many: the printed form that this contract is one of, the same for all."
    )

    @classmethod
    def of(cls, report: ContractReport, *, path: str | None = None, sha256: str | None = None) -> ScanRecord:
        """Return the record of a report: its status by what was read, its path that of the document's name."""
        document = report.document
        status: Status = "ok"
        if document.status != "read":
            status = "partial" if document.status == "partial" else "needs_ocr"
        return cls(
            path=document.name if path is None else path,
            sha256=document.sha256 if sha256 is None else sha256,
            status=status,
            report=report,
        )

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the record as JSON text, the same for the same input."""
        return inert_json(self.model_dump_json(by_alias=True, indent=indent))
