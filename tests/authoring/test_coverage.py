"""How many texts rules, terms and risks have, and what fires on contracts."""

from __future__ import annotations

from contract_scan import RulePack, Ruleset, Scanner
from contract_scan.authoring import coverage_of

RULE = {
    "id": "OWN-SPEAKER",
    "title": "音箱押金",
    "kind": "deposit",
    "when": {"all": ["~收款音箱", "deposit"]},
    "message": "。",
    "hit": ["收款音箱押金50元。", "收款音箱收押金。"],
    "miss": ["终端押金50元。"],
}
TEXT = (
    "收单服务协议\n甲方：某某支付有限公司\n乙方（商户）：某某店\n第一条 押金\n"
    "乙方应交收款音箱押金50元。\n收款音箱押金不退。"
)


def test_a_pack_and_a_contract(ruleset: Ruleset) -> None:
    own = ruleset.extend(RulePack.of("own", [RULE]))
    records = [Scanner(own).try_scan(TEXT, path="a.txt"), Scanner(own).try_scan(b"\x00\x01\x02", path="b.bin")]
    found = coverage_of(own, records, only={"OWN-SPEAKER"})
    (rule,) = found.rules
    assert (rule.id, rule.hits, rule.misses, rule.contracts) == ("OWN-SPEAKER", 2, 1, 1)
    assert rule.findings >= 1
    (term,) = found.terms
    assert (term.name, term.rules, term.texts) == ("deposit", 1, 3)
    assert term.terms > 50
    assert found.risks == ()
    assert (found.contracts, found.unread) == (1, ("b.bin",))


def test_risks_of_rules(ruleset: Ruleset) -> None:
    records = [Scanner(ruleset).try_scan(TEXT.replace("不退", "不退。闲置的，每月收闲置费10元"), path="a.txt")]
    found = coverage_of(ruleset, records, only={"FEE-IDLE"})
    risk = next(risk for risk in found.risks if risk.id == "R-FEE-IDLE")
    assert risk.rules == 2
    assert risk.texts >= 12
    assert risk.outcomes == {"risk": 1}
