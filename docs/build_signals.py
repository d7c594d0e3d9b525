"""Writes docs/signals.md, the words that rules are written in, from the lexicons and from what rules may name.

python docs/build_signals.py
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from contract_scan.language.concepts import Concepts
from contract_scan.lexicons import lexicon_files, lexicon_root, read_yaml
from contract_scan.rules.signals import known_signals

TARGET = Path(__file__).resolve().parent / "signals.md"
_TERMS_SHOWN = 6

_FILES = {
    "objects": "What a sentence speaks of. The longest term wins: 预授权押金 is no `deposit`.",
    "predicates": "What is done. Each is also a predicate: see [what is done](#what-is-done-and-by-whom).",
    "cues": "How a sentence is meant.",
}
_QUANTITIES = {
    "money": "an amount: 299元, 人民币贰佰元整",
    "rate": "a share: 0.6%, 万分之五, 每万元60元",
    "duration": "a length of time: 30日, 5个工作日, 半年, T+1",
    "count": "a number of things: 3笔, 两台, 2倍",
    "blank": "a place left to be filled in: ____元",
    "date": "a day or month: 2025年6月1日",
    "day_of_month": "a day of every month: 每月5日",
}
_BOUNDS = {
    "cap": "the most that is charged: 20元封顶",
    "min": "the least that is charged: 最低0.1元",
    "at_least": "不少于, 满, 以上",
    "at_most": "不超过, 以内",
    "over": "超过",
    "under": "不满, 低于",
    "per": "counted by something: 每笔, /月, 每台",
}
_PLACES = {
    "is": "a base rule found this sentence to be of the kind; for rules that are not `base`",
    "item": "the sentence is an item under a chapeau of the kind",
    "after": "the sentence before it in the same clause is of the kind",
    "prior": "the sentence printed just before it is of the kind",
    "asked": "the question just before it asks about the kind",
    "under": "the nearest heading above it announces the kind",
    "within": "a heading further up announces the kind",
    "titled": "the sentence is itself a heading that announces the kind",
    "column": "a row with a figure, or its absence, in a column whose head names the kind",
    "likely": "all that the sentence shows speaks for the kind, by `lexicons/weights.yaml` and `pairs.yaml`",
    "unlikely": "all that it shows speaks against the kind; no rule that is not `sure` makes it of the kind then",
}
_FORMS = {
    "fee": "any of `fee_mdr`, `fee_transfer`, `fee_period`, `fee_once`, `fee_named`, `fee_catchall`",
    "row": "the sentence is a table's row, its cells parted by ` | `",
    "heading": "the sentence is a heading",
    "mixed_heading": "the nearest heading names several things: 押金与费用",
    "fragment": "a few words without a full stop or a party, as in a table's cell or a form",
    "field": "a line to be filled in: 开户行：____",
    "opening": "the first sentence of its paragraph",
    "answer": "the paragraph begins with 答",
    "against": "the sentence says something that burdens the merchant, see above",
    "about.deposit": "the title says that the whole document is about the deposit: 保证金管理规则",
    "disguised": "characters were swapped, spaced or hidden to get past a reader: 押 jin",
}
_MODES = {"may": "有权, 可以", "must": "应当, 必须", "must_not": "不得, 不能"}
_ROLES = {
    "merchant": "who is served and pays",
    "provider": "the acquirer, or the lessor of the terminal",
    "agent": "who sells or services for the provider",
    "either": "任何一方, 双方",
}


def page() -> str:
    """Return the text of docs/signals.md."""
    concepts = Concepts(lexicon_root())
    return _INTRODUCTION + "\n".join(_sections(known_signals(concepts.names)))


def _sections(signals: Iterable[str]) -> Iterator[str]:
    names = sorted(signals)
    for file in lexicon_files(lexicon_root(), "terms"):
        yield from (f"\n## Concepts: {file.stem}\n", f"{_FILES[file.stem]}\n")
        yield from _table(
            ("Signal", "Stands for", "Terms, for example"),
            ((f"`{name}`", entry["zh"], _examples(entry)) for name, entry in read_yaml(file).items()),
        )
    yield _DONE.format(
        predicates=_listed(name[:-4] for name in names if name.endswith(".yes")),
        objects=_listed(name[len("return.of.") :] for name in names if name.startswith("return.of.")),
    )
    yield from _table(("Role", "Who"), _pairs(_ROLES))
    yield "\n`party.ROLE`: the sentence names this party.\n"
    yield from _table(("Mode", "Said with, for example"), _pairs(_MODES))
    yield "\n## Figures\n\n`QUANTITY`, and `QUANTITY.BOUND` where the figure is a limit or is counted by something.\n"
    yield from _table(("Quantity", "What it is"), _pairs(_QUANTITIES))
    yield ""
    yield from _table(("Bound", "Said with, for example"), _pairs(_BOUNDS))
    yield _WHERE.format(kinds=_listed(name[len("is.") :] for name in names if name.startswith("is.")))
    yield from _table(("Signal", "Holds where"), ((f"`{name}.KIND`", text) for name, text in _PLACES.items()))
    yield "| `near.CONCEPT` | one of the dozen sentences around it under the same headings speaks of the concept |"
    yield "\n## The form of the sentence\n"
    yield from _table(("Signal", "Holds where"), _pairs(_FORMS))
    yield ""


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    cells = [name.replace("|", "\\|") for name in head]
    yield f"| {' | '.join(cells)} |"
    yield f"|{' --- |' * len(cells)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _pairs(entries: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((f"`{name}`", text) for name, text in entries.items())


def _examples(entry: Mapping[str, Any]) -> str:
    terms = list(dict.fromkeys(map(str, entry.get("terms", ()))))
    more = len(terms) > _TERMS_SHOWN or "patterns" in entry
    shown = "、".join(terms[:_TERMS_SHOWN])
    return (f"{shown} …" if more else shown) if shown else "patterns only"


def _listed(names: Iterable[str]) -> str:
    return textwrap.fill(", ".join(f"`{name}`" for name in names), 118, break_long_words=False)


_INTRODUCTION = """\
# Signals

<!-- Made by docs/build_signals.py from the lexicons: change those, then run it. -->

A rule says in `when` which signals a sentence must show. `all` wants every one, `any` at least one, `none` none of
them. Alternatives within one entry are parted by ` | `. An entry that begins with `~` is a regular expression instead,
searched in the sentence's normalised text: there full-width letters and digits are narrow, traditional characters are
simplified, commas, colons and brackets are the Chinese ones, spaces inside words and disguised spellings are undone.
A name that is not on this page is an error that gives the file, the line and the nearest name.

```yaml
when:
  all: [return.no.of.deposit | forfeit.of.deposit, '~概不|一律']
  none: [guest_deposit]
```

A question is never a finding: no rule fires on it. What it asks about is known to the sentence that follows, as
`asked.KIND`. `contract-scan rules show ID` shows a rule with its texts, and every finding carries in `trace` the
signals that decided it.
"""
_DONE = """
## What is done, and by whom

A predicate is read with its polarity, its mode, its actor and its object, also where the sentence leaves them to the
clause, the chapeau or the heading above it. `P` stands for a predicate, `O` for an object, `R` for a role.

| Signal | Holds where |
| --- | --- |
| `P` | the sentence says it |
| `P.yes`, `P.no` | it is asserted, or denied |
| `P.may`, `P.must`, `P.must_not` | it is a right, a duty, or forbidden |
| `P.of.O`, `P.yes.of.O`, `P.no.of.O` | it is done to the object |
| `P.by.R`, `P.yes.by.R`, `P.no.by.R` | the party does it |
| `P.may.by.R`, `P.must.by.R`, `P.must_not.by.R` | the party may, must or must not do it |
| `against.P`, `against.P.of.O` | it burdens the merchant, and is neither denied nor forbidden nor only supposed |
| `item.against.P`, `item.against.P.of.O` | the sentence is an item under a chapeau that says so |

What burdens the merchant: the provider or the agent keeps, takes, ends or changes something, the merchant bears or
pays it, its own money does not come back. What is only supposed is the case of something else: 停止服务的，退还押金.

Predicates:
{predicates}.

Objects:
{objects}. All charges are one object, `fee`.
"""
_WHERE = """
## Where the sentence stands

Kinds:
{kinds}.
"""

if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8", newline="\n")
