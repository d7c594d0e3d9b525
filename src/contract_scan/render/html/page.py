"""Puts a report's summary, its contract and its charts into the page.

Everything that comes from the contract, its file name or a rule is escaped by the template. The page's own style and
script are allowed by their fingerprints, and nothing else is: were markup to slip through, it could not run.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from contract_scan.model.report import ContractReport, ScanRecord
from contract_scan.render.html.charts import score_bars, shares
from contract_scan.render.html.contract import contract_lines
from contract_scan.render.html.references import grouped, quote_id, quotes_of
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.safe import inert
from contract_scan.render.summarise import summarise
from contract_scan.render.trouble import problem_lines

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["page_sources", "render_html", "render_html_record"]

_LANGUAGES: Final[dict[Lang, str]] = {"zh": "zh-Hans", "en": "en"}
_DRIVERS_SHOWN: Final = 8
_ICONS: Final = {"bad": "✕", "doubtful": "!", "good": "✓", "unknown": "?", "plain": "·"}


def render_html(report: ContractReport, *, lang: Lang = "zh") -> str:
    """Return the whole report as one HTML page.

    The page holds its style, script and charts, fetches nothing, and shows the contract beside the findings, each quote
    marked. `lang` is the language of the frame; what comes from the contract or a rule stays Chinese.

        >>> from contract_scan import render_html, scan
        >>> render_html(scan("第一条 押金\\n乙方向甲方交纳押金300元，概不退还。"))[:15]
        '<!doctype html>'
    """
    words = phrases(lang)
    summary = summarise(report, lang)
    groups = grouped(summary.problems)
    quotes = quotes_of(summary, groups, words)
    return _rendered(
        "report.html.jinja",
        lang,
        title=f"{summary.verdict} · {inert(report.document.name)}",
        summary=summary,
        groups=groups,
        bars=tuple(zip(summary.drivers, score_bars(summary.drivers), strict=True)),
        drivers_shown=_DRIVERS_SHOWN,
        fee_shares=shares([fee.yuan for fee in summary.fees]),
        kinds={problem.kind: problem.kind_word for problem in summary.problems},
        parties=[
            (words[f"role.{party.role}"], inert(party.label), inert(party.name or "")) for party in report.parties
        ],
        contract=tuple(contract_lines(report.document.text or "", report.clauses, quotes)),
        sha256=report.document.sha256,
    )


def render_html_record(record: ScanRecord, *, lang: Lang = "zh") -> str:
    """Return the page of one input: its report, or why there is none and what to do."""
    if record.report is not None:
        return render_html(record.report, lang=lang)
    words = phrases(lang)
    return _rendered(
        "unread.html.jinja",
        lang,
        title=f"{words['verdict.not_assessed']} · {inert(record.path)}",
        path=inert(record.path),
        problems=tuple(problem_lines(record, lang=lang)),
        hint=words.get(f"hint.{record.status}", ""),
    )


@cache
def page_sources() -> tuple[str, str]:
    """Return what a Content-Security-Policy must allow for the page to work: the sources of its style and its script.

    Whoever serves the page with a policy of their own names these in ``style-src`` and ``script-src``.
    """
    return f"'{_fingerprint(_own('report.css'))}'", f"'{_fingerprint(_own('report.js'))}'"


def _rendered(template: str, lang: Lang, **values: Any) -> str:
    style, script = _own("report.css"), _own("report.js")
    allowed_style, allowed_script = page_sources()
    policy = (
        f"default-src 'none'; style-src {allowed_style}; script-src {allowed_script}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    page = _environment().get_template(template)
    return page.render(
        words=phrases(lang), lang=lang, language=_LANGUAGES[lang], style=style, script=script, policy=policy, **values
    )


@cache
def _environment() -> Environment:
    # Loaded on first use: only this renderer needs it.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("contract_scan.render.html", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(quote_id=quote_id, icons=_ICONS)
    return environment


@cache
def _own(name: str) -> Any:
    """Return a file of the page's own as text that the template does not escape."""
    from markupsafe import Markup

    return Markup(files(__package__).joinpath(name).read_text(encoding="utf-8"))  # noqa: S704 - not from any input


def _fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
