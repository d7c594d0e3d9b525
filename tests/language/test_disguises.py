"""Every way to hide a word, on every word worth hiding: read, quoted as printed, and said to be disguised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_scan import Scanner
from contract_scan.extract import extract
from contract_scan.language.sentences import split_sentences
from contract_scan.language.shadow import Normaliser
from contract_scan.lexicons import lexicon_root
from contract_scan.segment import segment
from contract_scan.sources import as_source

NORMALISE = Normaliser(lexicon_root())

#: Each term: its traditional form, its syllables, and what it is confused with by ear or by eye.
TERMS = {
    "押金": ("押金", "ya jin", ["圧金", "押佥", "钾金"]),
    "保证金": ("保證金", "bao zheng jin", ["保正金", "保怔金", "亻呆证金"]),
    "诚意金": ("誠意金", "cheng yi jin", ["诚翼金", "减意金"]),
    "手续费": ("手續費", "shou xu fei", ["手序费", "乎续费", "手绩费"]),
    "服务费": ("服務費", "fu wu fei", ["服雾费", "眼务费"]),
    "流量费": ("流量費", "liu liang fei", ["流亮费", "流星费"]),
    "会员费": ("會員費", "hui yuan fei", ["会元费", "会贝费"]),
    "通讯费": ("通訊費", "tong xun fei", ["通汛费", "通迅费"]),
    "管理费": ("管理費", "guan li fei", ["管里费", "菅理费"]),
    "维护费": ("維護費", "wei hu fei", ["维沪费", "准护费"]),
    "费率": ("費率", "fei lv", ["弗率", "费帅"]),
    "退还": ("退還", "tui huan", ["褪还", "退环"]),
    "返还": ("返還", "fan huan", ["返寰", "返坯"]),
    "退回": ("退回", "tui hui", ["腿回", "退囬"]),
    "没收": ("沒收", "mo shou", ["没妆", "没収"]),
    "扣除": ("扣除", "kou chu", ["叩除", "扣徐"]),
    "刷卡": ("刷卡", "shua ka", ["唰卡", "剧卡"]),
    "提现": ("提現", "ti xian", ["提珼", "提県"]),
    "结算": ("結算", "jie suan", ["洁算", "结箅"]),
    "冻结": ("凍結", "dong jie", ["栋结", "冻诘"]),
    "违约金": ("違約金", "wei yue jin", ["违约今", "违钓金"]),
    "滞纳金": ("滯納金", "zhi na jin", ["滞呐金", "带纳金"]),
    "注销": ("註銷", "zhu xiao", ["注消", "注硝"]),
    "解约": ("解約", "jie yue", ["解箹", "解钓"]),
    "终止": ("終止", "zhong zhi", ["终旨", "终址"]),
    "激活": ("激活", "ji huo", ["激恬", "激沽"]),
}


def broken(sign: str) -> Callable[[str, list[str]], list[str]]:
    return lambda term, _: [sign.join(term), f"{term[:-1]}{sign}{term[-1]}"]


#: How a term is hidden: from the term and its syllables to what is printed.
WAYS: dict[str, Callable[[str, list[str]], list[str]]] = {
    "a space": broken(" "),
    "a wide space": broken("\u3000"),
    "no width": broken("\u200b"),
    "a joiner": broken("\u2060"),
    "a star": broken("*"),
    "a dot": broken("·"),
    "signs and spaces": broken(" * "),
    "the last syllable": lambda term, said: [
        term[:-1] + said[-1],
        term[:-1] + said[-1].upper(),
        f"{term[:-1]} {said[-1]}",
    ],
    "the first syllable": lambda term, said: [said[0] + term[1:], said[0].capitalize() + term[1:]],
    "syllables alone": lambda term, said: ["".join(said), " ".join(said), "".join(map(str.capitalize, said))],
    "syllables beside": lambda term, said: ["".join(c + s for c, s in zip(term, said, strict=True))],
    "ear and eye": lambda term, _: TERMS[term][2],
}
#: Ways of writing that hide nothing.
PLAIN: dict[str, Callable[[str], list[str]]] = {
    "a line's end": lambda term: [f"{term[0]}\n{term[1:]}", f"{term[0]}\r\n  {term[1:]}"],
    "traditional": lambda term: [TERMS[term][0]],
    "a soft hyphen": lambda term: [f"{term[0]}\u00ad{term[1:]}"],
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("term", TERMS)
def test_hidden(term: str, way: str) -> None:
    for printed in WAYS[way](term, TERMS[term][1].split()):
        text = f"本店的{printed}见下。"
        shadow = NORMALISE(text, 100)
        assert shadow.text == f"本店的{term}见下。", printed
        start, end = shadow.printed(3, 3 + len(term))
        assert text[start - 100 : end - 100] == printed
        (told,) = shadow.disguises
        assert start <= told.start < told.end <= end
        assert text[told.start - 100 : told.end - 100] == told.printed
        assert told.read in term


@pytest.mark.parametrize("way", PLAIN)
@pytest.mark.parametrize("term", TERMS)
def test_plain(term: str, way: str) -> None:
    for printed in PLAIN[way](term):
        text = f"本店的{printed}见下。"
        shadow = NORMALISE(text)
        assert shadow.text == f"本店的{term}见下。"
        start, end = shadow.printed(3, 3 + len(term))
        assert text[start:end] == printed
        assert shadow.disguises == ()


@pytest.mark.parametrize("term", TERMS)
def test_a_title_set_wide_hides_nothing(term: str) -> None:
    wide = " ".join(term)
    for text in (wide, f"第三条 {wide}", f"三、{wide}：", f"{wide} 条 款", f"（ {wide} ）"):
        assert NORMALISE(text).disguises == (), text


@pytest.mark.parametrize(
    "text",
    [
        "该手续 费用自理。",
        "逾期违约 金额另计。",
        "按服务 费率表执行。",
        "请在APP里查看押金。",
        "请发邮件至tuihuan@example.com。",
        "系统自动结算。",
        "主题现场讲解。",
        "相反还要补足。",
        "押金Jin女士代收。",
    ],
)
def test_ordinary_words_are_not_taken_for_hidden_ones(text: str) -> None:
    assert NORMALISE(text).disguises == ()


def test_a_finding_quotes_the_print_and_says_what_hides(scanner: Scanner) -> None:
    text = (
        "甲方：某某支付有限公司\n乙方（商户）：某某店\n乙方应交终端押 金３００元，逾期不shua卡的，押\u200b金概不tui還。"
    )
    report = scanner.scan(text)
    found = [finding for finding in report.findings if finding.kind == "refund" and finding.evidence]
    assert found
    for finding in found:
        assert all(text[e.start : e.end] == e.quote and "押\u200b金概不tui還" in e.quote for e in finding.evidence)
        for printed in ("押 金", "shua卡", "押\u200b金", "tui還"):
            assert f"「{printed}」" in finding.message
    assert report.deposit.exists


def test_ordinary_agreements_hide_nothing() -> None:
    """Of the samples, only those that are there to show disguises show any."""
    samples = Path(__file__).resolve().parents[2] / "samples"
    shown = set()
    for path in sorted(samples.glob("*.txt")):
        document = extract(as_source(path))
        sentences = split_sentences(document, segment(document), NORMALISE)
        shown |= {path.name for sentence in sentences if sentence.disguises}
    assert shown == set()
