"""Judging turnover and number of transactions: in all, or in each month or year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from contract_scan.assess.dates import add_months, month_end
from contract_scan.assess.facts.case import Case, Judgement, Period, met, missing, unknown, unmet
from contract_scan.assess.facts.events import Event, event_in
from contract_scan.assess.facts.ledger import Measure, Tally, add_up, reached_on, recorded_until
from contract_scan.assess.facts.words import ask, count, day_range, yuan

__all__ = ["judge_every_month", "judge_total"]

_SPAN_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_SPAN_NAMES = {"month": "月", "quarter": "季度", "half_year": "半年", "year": "年"}
_MOST_SPANS = 1200  # a century of months: dates beyond are a slip of the pen


@dataclass(frozen=True, slots=True)
class _Span:
    """One month or year to be judged; not `whole` where use began within it, `running` where it is not over."""

    label: str
    start: date
    end: date
    whole: bool
    running: bool


def judge_total(case: Case) -> Judgement:
    """Judge a turnover or a number of transactions."""
    condition = case.condition
    measure: Measure = "volume" if condition.type == "volume_threshold" else "count"
    if condition.value is None:
        return unknown("合同没写具体数额，请对照原文")
    if measure == "volume" and condition.unit != "CNY":
        return unknown(f"合同按货量考核（{condition.unit}），请对照双方的对账单")
    if condition.per == "stage" or case.staged:
        return unknown("合同按阶段考核，各阶段的起止要对照原文；没有按阶段的记录就不判断")
    facts = case.facts
    if facts.transactions is None and (facts.volume if measure == "volume" else facts.count) is None:
        return missing(measure)
    if condition.per in _SPAN_MONTHS:
        return _in_each(case, measure, condition.value, condition.per)
    return _in_all(case, measure, condition.value)


def _said(measure: Measure, value: Decimal) -> str:
    return yuan(value) if measure == "volume" else count(value)


def _what(case: Case) -> str:
    label = case.counting.label()
    return f"{label}累计" if label else "累计"


def _goal(measure: Measure, goal: Decimal) -> str:
    return f"门槛 {_said(measure, goal)}"


def _in_all(case: Case, measure: Measure, goal: Decimal) -> Judgement:
    window: Period | None = None
    if case.condition.window is not None and (found := case.window()) is not None:
        window = case.period(*found)
        if window.end is None or window.start is None:
            return unknown(window.why, *window.needs)
    until = case.until()
    last = min((day for day in (window.end if window else None, until) if day), default=None)
    start = window.start if window else None
    if start is not None and last is not None and last < start:
        return unknown(f"{start:%Y-%m-%d} 才起算，今天还没到")
    tally = add_up(
        case.facts, measure, case.counting, start, last, from_first_use=window is not None and window.event.begins_use
    )
    shown = day_range(start, last or recorded_until(case.facts, measure))
    if tally.least >= goal:
        reached = reached_on(case.facts, measure, case.counting, start, last, goal)
        prefix = "" if tally.exact else "至少 "
        return met(
            f"{shown} {_what(case)} {prefix}{_said(measure, tally.least)}，{_goal(measure, goal)}",
            reached=reached,
        )
    if tally.most is None or tally.most >= goal:
        known = f"已知{_what(case)} {_said(measure, tally.least)}，{_goal(measure, goal)}"
        needs = _needs(measure, tally)
        return unknown(f"{known}；{'；'.join(tally.gaps)}", *needs, by=window.end if window else None)
    lacking = goal - tally.most
    prefix, short = ("", "") if tally.exact else ("至多 ", "至少")
    why = f"{shown} {_what(case)} {prefix}{_said(measure, tally.most)}，{_goal(measure, goal)}"
    why += f"，{short}还差 {_said(measure, lacking)}"
    return _short(case, measure, why, lacking, window.end if window else None)


def _short(case: Case, measure: Measure, why: str, lacking: Decimal, last: date | None) -> Judgement:
    if last is None:
        ended = case.facts.ended_on
        if ended and (case.facts.today is None or ended <= case.facts.today):
            return unmet(f"{why}；合同已于 {ended:%Y-%m-%d} 结束", lacking=lacking, final=True)
        return unmet(f"{why}；合同没写期限，达到为止", lacking=lacking)
    over = case.over(last)
    if over:
        return unmet(f"{why}；期限到 {last:%Y-%m-%d}，已过", lacking=lacking, by=last, final=True)
    if over is None or case.facts.today is None:
        return unmet(f"{why}；期限到 {last:%Y-%m-%d}", lacking=lacking, by=last)
    days = (last - case.facts.today).days + 1
    text = f"{why}；{last:%Y-%m-%d} 前补足（含今天还有 {days} 天"
    if days > 30 and measure == "volume":
        monthly = (lacking * 365 / days / 12).quantize(Decimal(1), ROUND_CEILING)
        text += f"，折合每月约 {yuan(monthly)}"
    return unmet(text + "）", lacking=lacking, by=last)


def _needs(measure: Measure, tally: Tally) -> tuple[str, ...]:
    asked = ("activated_on", "records_from", "records_until", "transactions", "qualifying_only")
    named = [name for name in asked if any(name in gap for gap in tally.gaps)]
    return tuple(named) or (measure,)


def _in_each(case: Case, measure: Measure, goal: Decimal, per: str) -> Judgement:
    window: Period | None = None
    if case.condition.window is not None and (found := case.window()) is not None:
        window = case.period(*found)
        if window.end is None:
            return unknown(window.why, *window.needs)
    event = window.event if window else _beginning(case, per)
    if event.day is None:
        return unknown(event.why, *event.needs)
    until = case.until()
    last = min((day for day in (window.end if window else None, until) if day), default=None)
    if last is None:
        last = recorded_until(case.facts, measure)
    if last is None:
        return unknown(ask("today", measure), "today", measure)
    if last < event.day:
        return unknown(f"{event.day:%Y-%m-%d} 才起算，今天还没到")
    if per == "month" and case.lexicon["average"].search(case.words):
        return _on_average(case, measure, goal, event, last)
    ended = case.over(window.end if window and window.end else date.max) is True
    ways = [_calendar_spans(event.day, last, per, ended)]
    if per == "year":
        own = _own_years(event.day, last, ended)
        if case.lexicon["service_year"].search(case.sentence):
            ways = [own]
        elif not case.lexicon["calendar_year"].search(case.sentence):
            ways.append(own)
    judged = [_all_spans(case, measure, goal, per, spans, event) for spans in ways]
    if len({one.status for one in judged}) == 1:
        return judged[-1]
    return unknown("合同没写“每年”按自然年还是按起用日算，两种算法结果不同：" + "；或".join(one.why for one in judged))


def _beginning(case: Case, per: str) -> Event:
    """What turnover is asked from: the agreement for its own years, else use: the activation or the fitting."""
    if per == "year" and case.lexicon["contract_year"].search(case.sentence):
        return event_in("签订", case.facts, case.lexicon)
    for name, text in (("activated_on", "激活"), ("installed_on", "装机")):
        if getattr(case.facts, name):
            return event_in(text, case.facts, case.lexicon)
    return event_in("激活", case.facts, case.lexicon)


def _calendar_spans(first: date, last: date, per: str, ended: bool) -> list[_Span]:
    step = _SPAN_MONTHS[per]
    month = first.replace(month=(first.month - 1) // step * step + 1, day=1)
    spans: list[_Span] = []
    while month <= last and len(spans) < _MOST_SPANS:
        end = month_end(add_months(month, step - 1))
        label = f"{month:%Y-%m}" if per == "month" else f"{month:%Y-%m} 至 {end:%Y-%m}"
        begins, ends = max(month, first), min(end, last)
        cut = begins > month or (ended and ends < end)
        spans.append(_Span(label, begins, end if ends == end or not ended else ends, not cut, not ended and last < end))
        month = add_months(month, step)
    return spans


def _own_years(first: date, last: date, ended: bool) -> list[_Span]:
    spans: list[_Span] = []
    start, number = first, 1
    while start <= last and number <= _MOST_SPANS:
        end = add_months(first, 12 * number)
        cut = ended and last < end
        running = not ended and last < end
        spans.append(_Span(day_range(start, end), start, last if cut else end, not cut, running))
        start, number = end + timedelta(days=1), number + 1
    return spans


def _all_spans(case: Case, measure: Measure, goal: Decimal, per: str, spans: list[_Span], event: Event) -> Judgement:
    name = _SPAN_NAMES[per]
    short: list[tuple[_Span, Decimal]] = []
    doubtful: list[str] = []
    needs: tuple[str, ...] = ()
    good: list[tuple[Decimal, _Span]] = []
    for span in spans:
        upto = min(span.end, case.until() or span.end)
        first = event.begins_use and span is spans[0]
        tally = add_up(case.facts, measure, case.counting, span.start, upto, from_first_use=first)
        if tally.least >= goal:
            good.append((tally.least, span))
        elif tally.most is None or tally.most >= goal:
            doubtful.append(f"{span.label}：{'；'.join(tally.gaps)}")
            needs = needs or _needs(measure, tally)
        elif span.running or span.whole:
            short.append((span, tally.most))
        else:
            doubtful.append(
                f"{span.label} 不足整{name}，只有 {_said(measure, tally.most)}，合同没写不足整{name}的算不算"
            )
    what = case.counting.label()
    goal_text = f"每{name}{what}门槛 {_said(measure, goal)}"
    over = [(span, value) for span, value in short if not span.running]
    if over:
        listed = "，".join(f"{span.label} 只有 {_said(measure, value)}" for span, value in over[:3])
        more = f" 等 {len(over)} 个" if len(over) > 3 else ""
        return unmet(f"{listed}{more}，{goal_text}，已过的补不上", lacking=goal - min(v for _, v in over), final=True)
    if doubtful:
        more = f"；等 {len(doubtful)} 个" if len(doubtful) > 3 else ""
        return unknown(f"{goal_text}；{'；'.join(doubtful[:3])}{more}", *needs)
    if short:
        span, value = short[0]
        return unmet(
            f"{span.label} 到目前 {_said(measure, value)}，{goal_text}，还差 {_said(measure, goal - value)}，"
            f"{span.end:%Y-%m-%d} 前补足",
            lacking=goal - value,
            by=span.end,
        )
    least, span = min(good, key=lambda one: one[0])
    return met(
        f"{spans[0].label} 到 {spans[-1].label} 共 {len(spans)} 个{name}都够，最低 {span.label} "
        f"{_said(measure, least)}，{goal_text}"
    )


def judge_every_month(case: Case, first: date, last: date, why: str) -> Judgement:
    """Judge whether there was a transaction in each month from `first` to `last`, in both as in those between."""
    facts = case.facts
    measure: Measure = "count" if facts.count is not None and facts.volume is None else "volume"
    if facts.transactions is None and facts.volume is None and facts.count is None:
        return unknown(f"{why}；合同还要每月都有交易，{ask('volume')}", "volume")
    for span in _calendar_spans(first, last, "month", True):
        tally = add_up(facts, measure, case.counting, span.start, span.end, from_first_use=span.start == first)
        if tally.least > 0:
            continue
        if tally.most == 0 and span.whole:
            return unmet(f"{why}；合同还要每月都有交易，{span.label} 没有", final=True)
        reasons = tally.gaps or ("不足整月，合同没写算不算",)
        return unknown(f"{why}；合同还要每月都有交易，{span.label}：{'；'.join(reasons)}", *_needs(measure, tally))
    return met(f"{why}；每月都有交易")


def _on_average(case: Case, measure: Measure, goal: Decimal, event: Event, last: date) -> Judgement:
    if event.day is None:
        return unknown(event.why, *event.needs)
    first = event.day
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    tally = add_up(case.facts, measure, case.counting, first, last, from_first_use=event.begins_use)
    shown = f"{first:%Y-%m} 至 {last:%Y-%m} 共 {months} 个月"
    average = (tally.least / months).quantize(Decimal("0.01"))
    text = f"{shown}累计 {_said(measure, tally.least)}，月均 {yuan(average)}，门槛月均 {_said(measure, goal)}"
    if tally.least >= goal * months:
        return met(text)
    whole = first.day == 1 and last == month_end(last)
    fewer = max(months - (first.day != 1) - (last != month_end(last)), 1)
    if tally.most is None or tally.most >= goal * fewer:
        reasons = tally.gaps or (() if whole else ("首尾不足整月，合同没写怎么算月数",))
        return unknown(f"{text}；{'；'.join(reasons)}", *_needs(measure, tally))
    return unmet(text, lacking=goal * fewer - tally.most)
