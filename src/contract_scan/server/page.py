"""The page on which a contract is dropped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from contract_scan.batch import SUFFIXES
from contract_scan.render.html import page_sources
from contract_scan.render.phrases import phrases
from contract_scan.server.problems import Problem
from contract_scan.server.settings import ServerSettings

__all__ = ["page_policy", "report_policy", "upload_page"]

_PICTURES: Final = ("image/*",)
_MIB: Final = 1024 * 1024


def upload_page(settings: ServerSettings, problem: Problem | None = None) -> str:
    """Return the page, with what went wrong before on top."""
    most = settings.max_bytes / _MIB
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            settings=settings,
            most=f"{most:g}" if most >= 1 else f"{most:.2g}",
            problem=problem,
            accept=",".join((*sorted(SUFFIXES), *_PICTURES)),
            style=_own("page.css"),
            script=_own("page.js"),
            disclaimer=phrases("zh")["disclaimer"],
        )
    )


@cache
def page_policy() -> str:
    """Return the policy of the page. It allows the report's style and script too: the report is shown in its place."""
    style, script = page_sources()
    return _policy((_fingerprint(_own("page.css")), style), (_fingerprint(_own("page.js")), script), own=True)


@cache
def report_policy() -> str:
    """Return the policy of a report: its own style and script, and nothing else."""
    style, script = page_sources()
    return _policy((style,), (script,), own=False)


def _policy(styles: tuple[str, ...], scripts: tuple[str, ...], *, own: bool) -> str:
    target = "'self'" if own else "'none'"
    return (
        f"default-src 'none'; style-src {' '.join(styles)}; script-src {' '.join(scripts)}; img-src data:; "
        f"connect-src {target}; form-action {target}; base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("contract_scan.server", "."),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


@cache
def _own(name: str) -> Any:
    """Return a file of the page's own as text that the template does not escape."""
    return Markup(files(__package__).joinpath(name).read_text(encoding="utf-8"))  # noqa: S704 - not from any input


def _fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
