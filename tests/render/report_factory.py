"""Reports made by hand, so that what is printed can be foretold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from contract_scan.model.report import (
    Action,
    AutoRenewal,
    Check,
    Clause,
    Condition,
    ContractReport,
    Deduction,
    Deposit,
    DocumentInfo,
    Evidence,
    FeeItem,
    Finding,
    Generator,
    LegalBasis,
    NoticePeriod,
    Party,
    Penalty,
    Reason,
    RefundAssessment,
    RulesetInfo,
    ScanError,
    ScanRecord,
    ScoreDriver,
    TermInfo,
    Trace,
    UnreadPart,
    WarningInfo,
)

TEXT = (
    "第三条 押金\n"
    "（一）甲方向乙方交纳机具押金299元/台。\n"
    "（二）自激活之日起180日内累计交易额未达到30万元的，押金不予退还，转为服务费。\n"
    "第五条 费用\n"
    "贷记卡按交易金额的0.6%收取，封顶20元；流量费每年60元，首年免收，乙方可以调整。\n"
    "第八条 解除\n"
    "乙方有权随时解除本协议。甲方提前解除的，应支付违约金500元。\n"
    "协议期满前30日内双方未书面提出异议的，自动续期一年。\n"
)

# What a page must show and never obey.
EVIL = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"' {{ 7*7 }} {% raw %} &lt;b&gt;"


def evidence(quote: str, page: int | None = 1) -> Evidence:
    """Return the place of `quote` in the text; it has to be there."""
    start = TEXT.index(quote)
    return Evidence(start=start, end=start + len(quote), quote=quote, page=page)


def clause(clause_id: str, number: str, first: str, last: str, path: tuple[str, ...] = (), heading: str = "") -> Clause:
    return Clause(
        id=clause_id,
        number=number,
        heading=heading or None,
        path=path,
        start=TEXT.index(first),
        end=TEXT.index(last) + len(last),
        page=1,
    )


def finding(name: str = "f1", **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "id": name,
        "rule_id": "deposit.forfeit.volume",
        "kind": "refund",
        "outcome": "risk",
        "severity": "high",
        "title": "刷不够量，押金就不退",
        "message": "180 天内刷不满 30 万元，押金变成服务费。",
        "advice": "签字前要求删去这一句，或写明按比例退。",
        "clause_id": "c3-2",
        "evidence": (evidence("累计交易额未达到30万元的，押金不予退还，转为服务费", 2),),
        "legal_basis": ("cc-497",),
        "trace": Trace(rule="deposit.forfeit.volume", anchors=("不予退还",)),
    }
    return Finding(**(values | changes))


def report(**changes: Any) -> ContractReport:
    """Return a report with every part filled; `changes` replace fields."""
    values: dict[str, Any] = {
        "generator": Generator(
            name="contract-scan",
            version="0.1.0",
            ruleset=RulesetInfo(name="core", version="2026.11", sha256="0123456789abcdef" * 4),
        ),
        "document": document(),
        "parties": (
            Party(role="merchant", label="甲方"),
            Party(role="provider", label="乙方", name="某某支付有限公司"),
        ),
        "clauses": (
            clause("c3", "第三条", "第三条", "转为服务费。", heading="押金"),
            clause("c3-1", "（一）", "（一）", "299元/台。", ("第三条",)),
            clause("c3-2", "（二）", "（二）", "转为服务费。", ("第三条",)),
            clause("c5", "第五条", "第五条", "可以调整。", heading="费用"),
            clause("c8", "第八条", "第八条", "自动续期一年。", heading="解除"),
        ),
        "findings": (
            finding(),
            finding(
                "f2",
                kind="termination",
                severity="medium",
                title="对方可以随时解约",
                clause_id="c8",
                advice=None,
                evidence=(evidence("乙方有权随时解除本协议"),),
            ),
            finding(
                "f3",
                outcome="absent",
                severity="medium",
                title="没写几天内退押金",
                clause_id=None,
                evidence=(),
                searched="第三条 押金",
            ),
            finding("f4", outcome="protection", severity="none", title="首年流量费免收", clause_id="c5", advice=None),
        ),
        "deposit": Deposit(
            exists=True,
            amounts=(Decimal("299.00"),),
            per="台",
            payee="provider",
            name="机具押金",
            evidence=(evidence("机具押金299元/台"),),
        ),
        "refund": RefundAssessment(
            verdict="conditional",
            score=72,
            drivers=(
                ScoreDriver(source="f1", points=40, text="交易额不够就不退"),
                ScoreDriver(source="f3", points=12, text="没写退款期限"),
            ),
            conditions=(
                Condition(
                    type="volume_threshold",
                    text="激活后 180 天内累计交易额满 30 万元",
                    value=Decimal(300000),
                    unit="CNY",
                    evidence=(evidence("自激活之日起180日内累计交易额未达到30万元", 2),),
                ),
            ),
            deductions=(Deduction(text="设备损坏照价赔", amount=Decimal("100.5")),),
            interest="none",
            payer="provider",
            reasons=(Reason(text="押金不予退还，转为服务费"),),
            missing=("没有写明退押金的期限",),
        ),
        "fees": (
            FeeItem(
                name="刷卡手续费",
                type="transaction_rate",
                rate=Decimal("0.006"),
                cap=Decimal("20.00"),
                card_type="贷记卡",
                evidence=(evidence("贷记卡按交易金额的0.6%收取，封顶20元"),),
            ),
            FeeItem(
                name="流量费",
                type="periodic",
                amount=Decimal("60.00"),
                period="year",
                waiver="首年免收",
                changeable_by="provider",
                evidence=(evidence("流量费每年60元"),),
            ),
        ),
        "termination": TermInfo(
            notice=(NoticePeriod(by="either", value=30, unit="day", evidence=(evidence("期满前30日内"),)),),
            provider_may_end_at_will=True,
            auto_renewal=AutoRenewal(notice_value=30, notice_unit="day", evidence=(evidence("自动续期一年"),)),
            penalties=(Penalty(text="提前解除付 500 元", by="merchant", evidence=(evidence("应支付违约金500元"),)),),
            evidence=(evidence("乙方有权随时解除本协议"),),
        ),
        "checks": (
            Check(id="refund.condition", title="退还条件", outcome="risk", reason="有交易量条件"),
            Check(id="deadline", title="退款期限", outcome="absent", reason="没有写"),
            Check(id="annex", title="附件费率表", outcome="not_assessed", reason="附件没有随合同提供"),
        ),
        "actions": (
            Action(title="先别签字", detail="要求把第三条（二）改成按比例退。", legal_basis=("cc-497",)),
            Action(title="留好凭证", detail="保存押金收据和激活记录。"),
        ),
        "legal_basis": {
            "cc-497": LegalBasis(
                title="民法典",
                article="第四百九十七条",
                paraphrase="格式条款不合理地加重对方责任的，该条款无效。",
                scope="user",
                verified=True,
            )
        },
    }
    return ContractReport(**(values | changes))


def document(**changes: Any) -> DocumentInfo:
    values: dict[str, Any] = {
        "name": "某某支付特约商户协议.pdf",
        "media_type": "application/pdf",
        "sha256": "ab" * 32,
        "size_bytes": 12345,
        "page_count": 3,
        "char_count": len(TEXT),
        "status": "read",
        "text": TEXT,
    }
    return DocumentInfo(**(values | changes))


def partial() -> ContractReport:
    """Return a report of a file of which one page could not be read."""
    return report(
        document=document(
            status="partial",
            unread=(UnreadPart(part="第 3 页", page=3, reason="整页是图片，没有文字"),),
            warnings=(WarningInfo(code="hidden_text", message="有看不见的文字", page=2),),
        )
    )


def not_assessed() -> ContractReport:
    """Return the report of a text that is no contract in Chinese."""
    return report(
        document=document(name="letter.txt", media_type="text/plain", page_count=None),
        parties=(),
        clauses=(),
        findings=(),
        deposit=Deposit(exists=None),
        refund=RefundAssessment(verdict="not_assessed", reasons=(Reason(text="读到的文字不是中文合同"),)),
        fees=(),
        termination=TermInfo(),
        checks=(Check(id="refund", title="押金退还", outcome="not_assessed", reason="不是中文合同"),),
        actions=(),
        legal_basis={},
    )


def record(path: str = "合同/甲.pdf", **changes: Any) -> ScanRecord:
    values: dict[str, Any] = {"path": path, "sha256": "ab" * 32, "status": "ok", "report": report()}
    return ScanRecord(**(values | changes))


def unreadable(path: str = "合同/加密.pdf", status: str = "encrypted") -> ScanRecord:
    """Return the record of a file that gave no report."""
    error = ScanError(type="EncryptedFileError", message="the file needs a password")
    return record(path, status=status, error=error, report=None)


def hostile() -> ContractReport:
    """Return a report in which everything that comes from a file tries to become markup."""
    text = f"第一条 押金 {EVIL}\n押金概不退还\x00\u202e。{EVIL}\n"
    quote = text[text.index("押金概不") : text.index("。") + 1 + len(EVIL)]
    start = text.index(quote)
    place = evidence("甲方").model_copy(update={"start": start, "end": start + len(quote), "quote": quote})
    bad = finding(title=EVIL, message=EVIL, why=EVIL, advice=EVIL, evidence=(place,), clause_id=None, id=EVIL)
    absent = finding("f2", outcome="absent", evidence=(), searched=EVIL, clause_id=None)
    made = report(findings=(bad, absent), document=document(name=f"{EVIL}\udcff.pdf", text=text), clauses=())
    refund = made.refund.model_copy(
        update={
            "missing": (EVIL,),
            "conditions": (
                made.refund.conditions[0].model_copy(update={"text": EVIL, "why": EVIL, "evidence": (place,)}),
            ),
            "deductions": (),
            "reasons": (),
        }
    )
    return made.model_copy(
        update={
            "refund": refund,
            "actions": tuple(step.model_copy(update={"title": EVIL, "detail": EVIL}) for step in made.actions),
            "fees": tuple(fee.model_copy(update={"name": EVIL, "evidence": ()}) for fee in made.fees),
            "parties": tuple(party.model_copy(update={"name": EVIL}) for party in made.parties),
            "deposit": made.deposit.model_copy(update={"name": EVIL, "evidence": ()}),
            "termination": made.termination.model_copy(
                update={"notice": (), "auto_renewal": None, "penalties": (), "evidence": ()}
            ),
        }
    )
