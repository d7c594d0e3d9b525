"""How sentences were read, for those who write rules or doubt a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from contract_scan.model.explanation import FrameReading, Judgement, SentenceExplanation
from contract_scan.model.report import Fact, Trace
from contract_scan.render.phrases import Lang, Phrases, phrases
from contract_scan.render.safe import inert
from contract_scan.render.text import STYLES
from contract_scan.render.wrap import Paragraph

__all__ = ["explanation_view"]


def explanation_view(sentences: Sequence[SentenceExplanation], *, lang: Lang = "zh") -> RenderableType:
    """Return each sentence with what was read from it and the rules that fired, nearly fired or were asked about."""
    words = phrases(lang)
    parts: list[RenderableType] = []
    for sentence in sentences:
        parts += [_head(sentence, words), Padding(Group(*_body(sentence, words)), (0, 0, 1, 2))]
    return Group(*parts)


def _head(sentence: SentenceExplanation, words: Phrases) -> RenderableType:
    place = " / ".join(filter(None, sentence.path))
    if sentence.evidence.page is not None:
        place += words["place.join"] if place else ""
        place += words["place.page"].format(page=sentence.evidence.page)
    head = Text(f"{inert(place)}  " if place else "", style="dim")
    return Paragraph(head.append(f"「{inert(sentence.evidence.quote)}」", style="bold"), hang=2)


def _body(sentence: SentenceExplanation, words: Phrases) -> Iterator[RenderableType]:
    colon, comma = words["colon"], words["list.join"]

    def line(name: str, values: Iterable[str | None], style: str = "") -> Iterator[RenderableType]:
        shown = comma.join(inert(value) for value in values if value)
        if shown:
            yield Paragraph(Text(f"{words[f'explain.{name}']}{colon}{shown}", style=style), hang=2)

    if sentence.normalised != sentence.evidence.quote:
        yield from line("normalised", [sentence.normalised])
    yield from line("headings", sentence.headings)
    yield from line("chapeau", [sentence.chapeau])
    yield from line("leans_on", [sentence.leans_on])
    yield from line("parties", dict.fromkeys(f"{party.text} = {party.role}" for party in sentence.parties))
    yield from line("concepts", (f"{name} {'/'.join(texts)}" for name, texts in sentence.concepts.items()))
    yield from line("facts", map(_fact, sentence.facts))
    for frame in sentence.frames:
        yield from line("frame", [_frame(frame)])
    yield from line("kinds", (words[f"kind.{kind}"] for kind in sentence.kinds))
    for weighing in sentence.weighed:
        said = f"{words[f'kind.{weighing.kind}']} {weighing.probability:.0%}（{comma.join(weighing.reasons)}）"
        yield from line("weighed", [said])
    for hit in sentence.fired:
        how = "fired" if hit.stands else "unlikely" if hit.unlikely else "outdone"
        yield from line(how, [_judgement(hit, words)], STYLES["good"])
    asked = {trace.rule for trace in sentence.asked_about}
    for trace in (*sentence.asked_about, *(trace for trace in sentence.near if trace.rule not in asked)):
        if trace.stopped_by is not None:
            yield from line("stopped", [_stopped(trace, words)], STYLES["doubtful"])


def _fact(fact: Fact) -> str:
    value = " ".join(filter(None, (fact.type, fact.value, fact.unit)))
    return f"{value}「{fact.text}」" + (f"（{fact.doubtful}）" if fact.doubtful else "")


def _frame(frame: FrameReading) -> str:
    done = ("not " if frame.negative else "") + frame.predicate
    source = f"（{frame.resolved_from}）" if frame.resolved_from else ""
    said = " · ".join(filter(None, (frame.actor, frame.modality, f"{done}「{frame.text}」", frame.object)))
    return said + source + (f"  {'; '.join(frame.why)}" if frame.why else "")


def _judgement(hit: Judgement, words: Phrases) -> str:
    severity = words[f"severity.{hit.severity}"]
    because = words["explain.because"].format(tests=words["list.join"].join(hit.trace.decided))
    return f"{hit.rule_id} {hit.title}（{severity}）" + (because if hit.trace.decided else "")


def _stopped(trace: Trace, words: Phrases) -> str:
    had = words["explain.had"].format(tests=words["list.join"].join(trace.decided)) if trace.decided else ""
    return words["explain.stopped_by"].format(rule=trace.rule, test=trace.stopped_by) + had
