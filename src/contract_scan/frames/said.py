"""What a sentence says by itself: all that hangs on its words and on who is who in it, and on nothing around it.

Agreements are made of clauses that come again, in one agreement and even more from one to the next. What is made here
is remembered by those words, and the frame reader adds what the sentence has from its surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contract_scan.frames.model import PREDICATES, Frame
from contract_scan.frames.objects import nearest_object, object_name
from contract_scan.frames.polarity import clause_bounds, is_supposed, modality_of, polarity_of
from contract_scan.frames.statements import statements_of
from contract_scan.language.concepts import ConceptHit
from contract_scan.language.quantities import Quantity, find_quantities

__all__ = ["Said", "say", "signals_of"]

_RECIPIENT = re.compile(r"(?:向|给|对|从|在|与|和|为|经|替|同|或|提前[^，。；]{0,10}(?:通知|告知|告诉))$")
#: The labels of rule files.
_LABELS = {"provider": "甲方", "merchant": "乙方", "agent": "丙方"}
#: Predicates that deposits are named after.
_NAMED_BY = frozenset({"hold", "end", "suspend"})
_ASKED = re.compile(r"(?:要求|请求|由|让|请|令)$")
#: What stands around a sum that only says how large another one is.
_BEFORE_MEASURE = re.compile(r"(?:与|同|和|按照?|以|相当于|等同于|不低于|不少于)[^，。；]{0,6}$")
_AFTER_MEASURE = re.compile(
    r"的?(?:数额|金额)?(?:等额|同额|等值|相等|相同|同等|的?[一二两三四五双\d]+倍|数额|金额)[^，。；]{0,8}(?:违约金|赔偿|罚款|补偿|支付)"
)
#: A line of a form: what is to be filled in, and the blank for it.
_FIELD = re.compile(r"[\u4e00-\u9fffA-Za-z/（）() ]{1,12}[:：][\s_＿…·—-]*[。；;，,]?")
#: One that is filled in and says who a party is or where it banks: 户名：某某公司.
_PARTICULAR = re.compile(
    r"[^，。；：:]{0,8}(?:名称|户名|名|开户行|支行|银行|[账帐]号|[账帐]户|类型|地址|住所|电话|手机|联系人|联系方式|传真|邮编|邮箱|税号"
    r"|代表人?|代理人|经办人|签[章字名]|盖章|公章|日期|地点|身份证号?码?|信用代码)(?:[（(][^）)]{1,10}[）)])?[:：][^，。；]{0,80}"
)
_OPENING = re.compile(r"(?:^|[，：:；。、])(?:如果?|若|经|由|因|凡|当|则|但|且|并|而|同时|此时|届时|否则)?$")
_STOP = re.compile("[。；，]")
_SHORT = 26


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What a sentence says by itself.

    `parties` are ``(start, end, role)``. `frames` have no actor and no object where the sentence does not name them,
    and are `complete` if each of them has both. `signals` are those of hits, figures and parties. `spans` are the
    half-open ranges of its statements, none where it makes but one. `relabelled` is as in `Reading`. `short` says that
    it may be a cell or heading on a line of its own by its words,
    `field` that it is a line of a form, or of who a party is and where it banks.
    """

    parties: tuple[tuple[int, int, str], ...]
    hits: tuple[ConceptHit, ...]
    quantities: tuple[Quantity, ...]
    frames: tuple[Frame, ...]
    complete: bool
    signals: frozenset[str]
    concepts: frozenset[str]
    spans: tuple[tuple[int, int], ...]
    relabelled: str | None
    short: bool
    field: bool


def say(text: str, parties: tuple[tuple[int, int, str], ...], found: Sequence[ConceptHit]) -> Said:
    """Return what a sentence says in which these concepts were found."""
    hits = _without_measures(text, _without_inner(_without_party_names(found, parties)))
    quantities = find_quantities(text)
    frames = tuple(_frames(text, hits, parties))
    return Said(
        parties=parties,
        hits=hits,
        quantities=quantities,
        frames=frames,
        complete=all(frame.actor and frame.object for frame in frames),
        signals=signals_of(hits, quantities, parties),
        concepts=frozenset(hit.concept for hit in hits),
        spans=statements_of(text, parties),
        relabelled=_relabelled(text, parties),
        short=len(text) <= _SHORT and not parties and not _STOP.search(text),
        field=_FIELD.fullmatch(text) is not None or _PARTICULAR.fullmatch(text) is not None,
    )


def signals_of(
    hits: Sequence[ConceptHit], quantities: Sequence[Quantity], parties: Sequence[tuple[int, int, str]]
) -> frozenset[str]:
    """Return the signals of what a sentence, or one of its statements, names."""
    signals = {hit.concept for hit in hits}
    if any(name.startswith("fee_") for name in signals):
        signals.add("fee")
    if "no_return" in signals:
        signals.add("return")
    signals |= {f"party.{role}" for _, _, role in parties}
    for quantity in quantities:
        kind = "money" if quantity.kind == "foreign_money" else quantity.kind  # rules ask for a sum, of any currency
        signals.add(kind)
        if quantity.bound:
            signals.add(f"{kind}.{quantity.bound}")
        if quantity.per:
            signals.add(f"{kind}.per")
    return frozenset(signals)


def _without_party_names(hits: Sequence[ConceptHit], parties: Sequence[tuple[int, int, str]]) -> tuple[ConceptHit, ...]:
    """Drop what only a party's name says: nobody pays anything in 「某某支付有权…」."""
    return tuple(
        hit
        for hit in hits
        if not any(
            start <= hit.start and hit.end <= end and hit.end - hit.start < end - start for start, end, _ in parties
        )
    )


def _without_inner(hits: Sequence[ConceptHit]) -> tuple[ConceptHit, ...]:
    """Drop what a name only seems to say: nobody freezes anything in 「冻结金退还」, nor charges in 「设计费用」."""
    names = [hit for hit in hits if hit.concept == "deposit" or object_name(hit.concept) == "fee"]
    return tuple(
        hit
        for hit in hits
        if hit.concept not in PREDICATES
        or not any(
            name.start < hit.start < name.end
            or (
                name.concept == "deposit"
                and hit.concept in _NAMED_BY
                and name.start <= hit.start
                and hit.end <= name.end
            )
            for name in names
        )
    )


def _without_measures(text: str, hits: Sequence[ConceptHit]) -> tuple[ConceptHit, ...]:
    """Drop a deposit that only measures another sum, of which nothing is said: 支付与押金等额的违约金."""
    return tuple(
        hit
        for hit in hits
        if not (
            hit.concept == "deposit"
            and _AFTER_MEASURE.match(text, hit.end)
            and _BEFORE_MEASURE.search(text[max(0, hit.start - 10) : hit.start])
        )
    )


def _frames(text: str, hits: Sequence[ConceptHit], parties: Sequence[tuple[int, int, str]]) -> list[Frame]:
    """Return what is done in a sentence, by whom and to what as far as the sentence itself says."""
    frames = []
    for hit in hits:
        predicate = "return" if hit.concept == "no_return" else hit.concept
        if predicate not in PREDICATES:
            continue
        denied, why = polarity_of(
            text, hit.start, hit.end, denied_word=hit.concept == "no_return", given_back=predicate == "return"
        )
        found = nearest_object(predicate, hit.start, hit.end, text, hits, denied=denied)
        frames.append(
            Frame(
                predicate=predicate,
                start=hit.start,
                end=hit.end,
                text=hit.text,
                negative=denied,
                modality=modality_of(text, hit.start),
                actor=_actor(text, hit.start, hit.end, parties),
                object=found[0] if found else None,
                resolved_from=found[1] if found else None,
                supposed=is_supposed(text, hit.end),
                why=why,
            )
        )
    return frames


def _actor(text: str, start: int, end: int, parties: Sequence[tuple[int, int, str]]) -> str | None:
    """Return the role of who does what the predicate at `start` says."""
    named = [role for first, last, role in parties if start <= first and last <= end]
    if named and text[start] in "与跟和同由均全应须亦一归":
        return named[0]  # 与甲方无关, 由乙方承担, 归甲方所有
    begin, _ = clause_bounds(text, start)
    subjects = [
        (first, last, role)
        for first, last, role in parties
        if last <= start and not _RECIPIENT.search(text[max(0, first - 16) : first]) and text[last : last + 1] != "的"
    ]
    inside = [(first, role) for first, _, role in subjects if first >= begin]
    asked = [role for first, role in inside if _ASKED.search(text[max(0, first - 2) : first])]
    if asked:
        return asked[-1]  # 乙方可以要求甲方退还
    if inside:
        return inside[0][1]
    if subjects:
        # 「乙方书面通知甲方，可以解除」: who opened a clause goes on, not who was spoken to.
        opening = [role for first, _, role in subjects if _OPENING.search(text[:first])]
        return opening[-1] if opening else subjects[0][2]
    return None


def _relabelled(text: str, parties: Sequence[tuple[int, int, str]]) -> str | None:
    """Return a sentence with the labels that rules are written in, or None where it has them already."""
    pieces, at = [], 0
    for start, end, role in parties:
        wanted = _LABELS.get(role)
        if wanted is not None and text[start:end] in _LABELS.values() and text[start:end] != wanted:
            pieces += [text[at:start], wanted]
            at = end
    return "".join([*pieces, text[at:]]) if pieces else None
