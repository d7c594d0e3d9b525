"""Judging the conditions that are no totals: time of use, the terminal, applications, arrears, breaches."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from contract_scan.assess.dates import period_end, working_days_after
from contract_scan.assess.facts.case import Case, Judgement, Period, met, missing, unknown, unmet
from contract_scan.assess.facts.events import Event, event_in
from contract_scan.assess.facts.totals import judge_every_month
from contract_scan.assess.facts.words import ask, length, yuan
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity
from contract_scan.model.facts import EventDay

__all__ = ["judge_state"]


def judge_state(case: Case) -> Judgement:
    """Judge a condition that is no total."""
    match case.condition.type:
        case "active_period":
            return _active_period(case)
        case "device_return":
            return _device_return(case)
        case "device_condition":
            return _device_condition(case)
        case "no_breach":
            return _no_breach(case)
        case "no_arrears":
            return _no_arrears(case)
        case "application":
            return _application(case)
        case "application_window":
            return _application_window(case)
        case "review_approval":
            return _review(case)
        case "term_expiry":
            return _term_expiry(case)
        case "notice":
            return _notice(case)
        case "account_status":
            return _account(case)
        case _:
            return _other(case)


def _has_happened(case: Case, day: EventDay | None) -> date | None:
    """The day of an event that is not still ahead."""
    if not day or (case.facts.today is not None and day > case.facts.today):
        return None
    return day


def _active_period(case: Case) -> Judgement:
    value, unit = case.condition.value, case.condition.unit
    if value is None or unit is None:
        return unknown("合同没写要用多久，请对照原文")
    figure = case.figure()
    event = _use_begins(case, figure)
    if event.day is None:
        return unknown(event.why, *event.needs)
    last = period_end(event.day, value, unit)
    if last is None:
        return unknown("这段期限算不出日期")
    until = case.until()
    if until is None:
        return missing("today")
    used = (until - event.day).days
    # 「30日内停用的不退」 takes the thirtieth day in; 「满30日」 is full on it.
    strict = figure is not None and figure[1].bound == "at_most"
    why = f"{event.why}，到 {until:%Y-%m-%d} 用了 {used} 天，要用满 {length(value, unit)}（{last:%Y-%m-%d}）"
    if until > last or (until == last and not strict):
        return judge_every_month(case, event.day, last, why) if _shows_monthly(case) else met(why)
    ended = case.facts.ended_on
    if ended and (case.facts.today is None or ended <= case.facts.today):
        return unmet(f"{why}；合同已于 {ended:%Y-%m-%d} 结束", final=True)
    by = last + timedelta(days=1) if strict else last
    return unmet(f"{why}；还差 {(by - until).days} 天", by=by)


def _shows_monthly(case: Case) -> bool:
    return case.lexicon["every_month"].search(case.sentence) is not None


def _use_begins(case: Case, figure: tuple[Reading, Quantity] | None) -> Event:
    if figure is not None:
        reading, quantity = figure
        for text in (quantity.from_event or "", reading.text[max(0, quantity.start - 16) : quantity.start]):
            names = case.lexicon.named("events", text)
            if set(names) & {"signed", "activated", "installed", "first_transaction", "paid"}:
                return event_in(text, case.facts, case.lexicon)
    if case.facts.activated_on is None and case.facts.installed_on:
        return event_in("装机", case.facts, case.lexicon)
    return event_in("激活", case.facts, case.lexicon)


def _device_return(case: Case) -> Judgement:
    facts = case.facts
    if facts.terminal_state == "lost":
        return unmet("机器已丢失，交还不了", final=True)
    if facts.terminal_returned_on is None:
        return missing("terminal_returned_on")
    period = _return_period(case)
    returned = _has_happened(case, facts.terminal_returned_on)
    if returned is None:
        if period is None or period.end is None:
            return unmet("机器还没有交还" + (f"；{period.why}" if period else ""))
        late = facts.today is not None and facts.today > period.end
        return unmet(
            f"机器还没有交还；{period.why}" + ("，已过" if late else f"，{period.end:%Y-%m-%d} 前交还"),
            by=period.end,
            final=late,
        )
    if period is None:
        return met(f"{returned:%Y-%m-%d} 已交还机器")
    if period.end is None:
        return unknown(f"{returned:%Y-%m-%d} 已交还机器，是否按时不知道：{period.why}", *period.needs)
    why = f"{returned:%Y-%m-%d} 已交还机器；{period.why}"
    return met(why) if returned <= period.end else unmet(f"{why}，晚了 {(returned - period.end).days} 天", final=True)


def _return_period(case: Case) -> Period | None:
    """The time in which the terminal is to be handed back: 终止后15日内交还终端."""
    for reading, start, end in case.places:
        for quantity in reading.quantities:
            if quantity.kind != "duration" or quantity.bound != "at_most" or not start <= quantity.start < end:
                continue
            if case.lexicon["events.returned"].search(reading.text[quantity.end : end]):
                return case.period(reading, quantity)
    return None


def _device_condition(case: Case) -> Judgement:
    state = case.facts.terminal_state
    if state is None:
        return missing("terminal_state")
    if state == "intact":
        return met("机器完好")
    if state == "worn":
        if any(case.lexicon["wear"].search(reading.text) for reading in case.agreement.readings):
            return met("机器只有正常磨损，合同写明正常磨损不算")
        return unknown("机器有正常磨损，合同没写正常磨损算不算完好；交还时请对方写验收单")
    return unmet("机器已丢失" if state == "lost" else "机器有损坏", final=state == "lost")


def _no_breach(case: Case) -> Judgement:
    breaches = case.facts.breaches
    if breaches is None:
        return missing("breaches")
    if breaches:
        return unmet(f"有 {len(breaches)} 项：{'、'.join(breaches[:3])}；是不是合同列的情形，请对照原文", final=True)
    return met("没有违约、违规")


def _no_arrears(case: Case) -> Judgement:
    arrears = case.facts.arrears
    if arrears is None:
        return missing("arrears")
    if arrears:
        return unmet(f"欠 {yuan(arrears)}，付清或从押金里抵扣", lacking=arrears)
    return met("没有欠费")


def _application(case: Case) -> Judgement:
    applied = case.facts.applied_on
    if applied is None:
        return missing("applied_on")
    if (day := _has_happened(case, applied)) is None:
        return unmet("还没有申请；请书面提出并留底")
    return met(f"{day:%Y-%m-%d} 已申请")


def _application_window(case: Case) -> Judgement:
    found = case.figure()
    if found is None:
        return unknown("申请期限在合同里的位置没有读清，请对照原文")
    period = case.period(*found)
    if period.end is None or period.start is None:
        return unknown(period.why, *period.needs)
    applied = case.facts.applied_on
    if applied is None:
        return unknown(f"{period.why}；{ask('applied_on')}", "applied_on", by=period.end)
    day = _has_happened(case, applied)
    if day is None:
        today = case.facts.today
        if today is None:
            return unknown(f"{period.why}；还没有申请；{ask('today')}", "today", by=period.end)
        if today > period.end:
            return unmet(f"{period.why}，还没有申请，已过 {(today - period.end).days} 天", by=period.end, final=True)
        return unmet(f"{period.why}；还没有申请，含今天还有 {(period.end - today).days + 1} 天", by=period.end)
    if day > period.end:
        return unmet(f"{day:%Y-%m-%d} 申请；{period.why}，晚了 {(day - period.end).days} 天", final=True)
    if day < period.start:
        early = f"{day:%Y-%m-%d} 就申请了，早于 {period.start:%Y-%m-%d}"
        return unknown(f"{early}；合同没写提前申请算不算，可再申请一次", by=period.end)
    return met(f"{day:%Y-%m-%d} 申请；{period.why}")


def _review(case: Case) -> Judgement:
    facts = case.facts
    if facts.review == "failed":
        return unmet("对方审核没有通过；请要求书面说明理由")
    if facts.review == "pending" or facts.reviewed_on is False:
        return unmet("对方还没有审完")
    day = _has_happened(case, facts.reviewed_on)
    if facts.review == "passed" or day:
        return met((f"{day:%Y-%m-%d} " if day else "") + "对方审核已通过")
    return missing("review")


def _term_expiry(case: Case) -> Judgement:
    facts = case.facts
    if (ended := _has_happened(case, facts.ended_on)) is not None:
        return met(f"合同已于 {ended:%Y-%m-%d} 结束")
    if (term := facts.term_ends_on) is not None and facts.today is not None:
        if facts.today > term and facts.ended_on is None:
            past = f"期限到 {term:%Y-%m-%d} 为止，已过；可能自动续期"
            return unknown(f"{past}，{ask('ended_on')}", "ended_on")
        if facts.today <= term and not facts.ended_on:
            return unmet(f"合同到 {term:%Y-%m-%d} 为止，还没有到期", by=term)
    if facts.ended_on:
        return unmet(f"合同到 {facts.ended_on:%Y-%m-%d} 才结束", by=facts.ended_on)
    if facts.ended_on is False:
        return unmet("合同还没有结束")
    return missing("ended_on")


def _notice(case: Case) -> Judgement:
    facts = case.facts
    given = facts.notice_given_on
    if given is None:
        return missing("notice_given_on")
    if (day := _has_happened(case, given)) is None:
        return unmet("还没有通知对方；请书面通知并留底")
    quantity = next(
        (
            q
            for reading, start, end in case.places
            for q in reading.quantities
            if q.kind == "duration" and start <= q.start < end and "提前" in reading.text[max(0, q.start - 6) : q.start]
        ),
        None,
    )
    if quantity is None or quantity.value is None or quantity.unit is None:
        return met(f"{day:%Y-%m-%d} 已通知")
    said = length(quantity.value, quantity.unit)
    ended = facts.ended_on or facts.term_ends_on
    if not ended:
        return unknown(f"{day:%Y-%m-%d} 已通知，要提前 {said}；{ask('ended_on')}", "ended_on")
    due = period_end(day, quantity.value, quantity.unit)
    if due is None:
        return unknown(f"{day:%Y-%m-%d} 已通知；提前 {said} 算不出日期")
    why = f"{day:%Y-%m-%d} 通知，{ended:%Y-%m-%d} 结束，要提前 {said}"
    return met(why) if due <= ended else unmet(f"{why}，晚了 {(due - ended).days} 天", final=True)


def _account(case: Case) -> Judgement:
    facts = case.facts
    wants_no_dispute = bool(case.lexicon["dispute"].search(case.words))
    wants_account = bool(re.search(r"商户号|账户|状态|限额|关停|冻结|注销", case.words))
    idle = _idle(case)
    parts = [idle] if idle else []
    if wants_no_dispute or not (idle or wants_account):
        parts.append(_disputes(case))
    if wants_account:
        if facts.account is None:
            parts.append(missing("account"))
        elif facts.account == "normal":
            parts.append(met("账户正常"))
        else:
            names = {"frozen": "被冻结或限额", "closed": "已注销或关停", "dormant": "休眠"}
            parts.append(unmet(f"账户{names[facts.account]}"))
    worst = min(parts, key=lambda one: ("unmet", "unknown", "met").index(one.status))
    return (
        worst
        if len(parts) == 1
        else Judgement(
            worst.status,
            "；".join(one.why for one in parts),
            needs=tuple(need for one in parts for need in one.needs),
            final=any(one.final for one in parts),
        )
    )


def _disputes(case: Case) -> Judgement:
    disputes = case.facts.disputes_open
    if disputes is None:
        return missing("disputes_open")
    return unmet(f"还有 {disputes} 笔退单或投诉没有了结") if disputes else met("没有未了结的退单、投诉")


def _idle(case: Case) -> Judgement | None:
    """「连续90天无交易的」: judged by the longest stretch without a transaction."""
    for reading, start, end in case.places:
        for quantity in reading.quantities:
            if quantity.kind != "duration" or not start <= quantity.start < end or quantity.value is None:
                continue
            if case.lexicon["idle"].search(reading.text[start:end]):
                return _longest_gap(case, quantity)
    return None


def _longest_gap(case: Case, quantity: Quantity) -> Judgement:
    facts = case.facts
    begun, until = _has_happened(case, facts.activated_on), case.until()
    if facts.transactions is None or begun is None or until is None:
        lacking = [
            name
            for name, value in (("transactions", facts.transactions), ("activated_on", begun), ("today", until))
            if value is None
        ]
        return missing(*lacking)
    traded = {one.day for one in facts.transactions if one.status == "success" and begun <= one.day <= until}
    days = sorted({begun, *traded})
    stretches = [(b, a) for a, b in zip(days, [*days[1:], until + timedelta(days=1)], strict=True)]
    value, unit = quantity.value or Decimal(0), quantity.unit or ""
    longest = max(stretches, key=lambda one: (one[0] - one[1]).days)
    idle = (longest[0] - longest[1]).days - 1
    end = period_end(longest[1], value, unit)
    if end is None:
        return unknown("这段期限算不出日期")
    first = facts.records_from or min((one.day for one in facts.transactions), default=until)
    final = facts.records_until or max((one.day for one in facts.transactions), default=begun)
    why = f"{longest[1]:%Y-%m-%d} 之后最长 {idle} 天没有交易，合同的界限是 {length(value, unit)}"
    if end >= longest[0]:
        return met(why)
    if longest[1] < first or longest[0] > final + timedelta(days=1):
        return unknown(
            f"{why}；这一段没有流水，不能断定没有交易，完整的请写 records_from、records_until", "records_until"
        )
    return unmet(why, final=True)


def _other(case: Case) -> Judgement:
    condition = case.condition
    if condition.value is not None and condition.unit is not None:
        return _waiting(case, condition.value, condition.unit)
    if case.lexicon["crime"].search(case.sentence):
        return unknown("有没有被司法机关认定的情形，请自己核对")
    if case.lexicon["receipt"].search(case.words):
        kept = case.facts.receipt_kept
        if kept is None:
            return missing("receipt_kept")
        return met("收据、凭证还在") if kept else unmet("收据、凭证不在；用付款记录、聊天记录补证")
    return unknown("这一条要对照原文自己核对")


def _waiting(case: Case, value: Decimal, unit: str) -> Judgement:
    """「合同终止满180日」: nothing is paid before."""
    found = case.figure()
    event = event_in("终止", case.facts, case.lexicon)
    if found is not None:
        named = case.period(*found).event
        event = named if named.names else event
    if event.day is None:
        return unmet(event.why) if event.ahead else unknown(event.why, *event.needs)
    end = working_days_after(event.day, int(value)) if unit == "working_day" else period_end(event.day, value, unit)
    if end is None:
        return unknown("这段期限算不出日期")
    if case.facts.today is None:
        return unknown(f"{event.why}，满 {length(value, unit)}是 {end:%Y-%m-%d}；{ask('today')}", "today", by=end)
    why = f"{event.why}，满 {length(value, unit)}是 {end:%Y-%m-%d}"
    return met(why) if case.facts.today >= end else unmet(f"{why}，还没有到", by=end)
