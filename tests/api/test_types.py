"""What a user of mypy --strict sees: no Any, no error in code that is right, and one in code that is not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import contract_scan

RIGHT = """
import asyncio
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from contract_scan import (
    Bounds, ContractReport, ContractScanError, Document, FolderProgress, MerchantFacts, Pages, Plugins, Ruleset,
    Scanner, ScanProgress, ScanRecord, annotate, compare, draft, draft_docx, draft_markdown, render_html, scan,
    scan_folder, scan_partition, scan_set,
)
from contract_scan.plugins import Block, Extractor, Renderer, RulePackLocator, Source


def verdict(data: bytes) -> str:
    try:
        report = scan(data, name="offer.pdf")
    except ContractScanError as error:
        return f"{error.status}: {error}"
    quotes: list[str] = [place.quote for finding in report.findings for place in finding.evidence]
    amounts: tuple[Decimal, ...] = report.deposit.amounts
    score: int | None = report.refund.score
    day: date | None = report.actions[0].due if report.actions else None
    return f"{report.refund.verdict} {score} {amounts} {day} {quotes} {report.legal_basis.keys()}"


def told(progress: ScanProgress) -> None:
    print(progress.stage, progress.page, progress.pages)


def counted(progress: FolderProgress) -> None:
    print(progress.done, progress.total)


def everything(folder: Path, stop: threading.Event) -> Iterator[ScanRecord]:
    scanner = Scanner(Ruleset.load(), bounds=Bounds(pages=100), plugins=False)
    scanner.scan(Pages(["a", None]), on_progress=told, cancel=stop)
    yield scanner.try_scan(folder / "a.pdf")
    for record in scan_folder(folder, scanner=scanner, on_progress=counted, cancel=stop):
        yield record
    yield from scan_partition([folder / "a.pdf"])


async def awaited(scanner: Scanner) -> ContractReport:
    async with asyncio.timeout(5):
        return await scanner.ascan("text", on_progress=told)


def letters(report: ContractReport, old: ContractReport) -> tuple[bytes, str, str, bytes]:
    facts = MerchantFacts(today=date(2026, 1, 1), deposit_paid=Decimal("300"))
    letter = draft(report, facts=facts)
    print(compare(old, report).changes[0].favours, scan_set(["a", "b"]).document.parts[0].name)
    print(Plugins.installed().found[0].name)
    return draft_docx(letter), draft_markdown(letter), render_html(report), annotate("a.pdf", report).data


class Fax:
    suffixes = frozenset({".fax"})

    def accepts(self, source: Source) -> bool:
        return source.data.startswith(b"FAX")

    def extract(self, source: Source, *, bounds: Bounds) -> Document:
        text = source.data[3:].decode()
        return Document(source.name, "image/x-fax", source.sha256, source.size_bytes, text, (Block(0, len(text)),))


class Lines:
    def render(self, records: Iterable[ScanRecord], *, lang: Literal["zh", "en"]) -> str:
        return "".join(record.path for record in records)


def pack() -> Path:
    return Path("rules")


extractor: Extractor = Fax()
renderer: Renderer = Lines()
rules: RulePackLocator = pack
"""
WRONG = {
    "scan(17)": "arg-type",
    "scan('x').refund.verdit": "attr-defined",
    "contract_scan.scam": "attr-defined",
    "Scanner(perspective='owner')": "arg-type",
    "scan('x', on_progress=len)": "arg-type",
    "scan('x').refund.verdict == 'refundble'": "comparison-overlap",
}


def mypy(folder: Path, text: str, *options: str) -> str:
    folder.joinpath("user.py").write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        *options,
        "--cache-dir",
        str(folder.parent / "cache"),
        "user.py",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a user's own, far from this project's settings."""
    return tmp_path_factory.mktemp("user")


def test_right_code_has_no_error_and_no_any(place: Path) -> None:
    assert mypy(place, RIGHT, "--disallow-any-expr", "--disallow-any-explicit", "--warn-unreachable") == (
        "Success: no issues found in 1 source file\n"
    )


def test_no_public_name_has_an_any_in_its_type(place: Path) -> None:
    names = [name for name in contract_scan.__all__ if name != "__version__"]
    text = "import contract_scan\n" + "".join(f"reveal_type(contract_scan.{name})\n" for name in names)
    for name, methods in {
        "Scanner": "scan ascan scan_set try_scan try_scan_set extract scan_document explain ruleset plugins bounds "
        "with_rules with_bounds fingerprint",
        "Ruleset": "load default extend disable with_settings suppress rule",
        "Plugins": "installed found of states ruleset renderer render",
        "ContractReport": "to_json",
        "MerchantFacts": "load",
        "Document": "quote page_at body",
    }.items():
        text += f"x_{name}: contract_scan.{name}\n"
        text += "".join(f"reveal_type(x_{name}.{method})\n" for method in methods.split())
    models = [name for name in names if hasattr(getattr(contract_scan, name), "model_fields")]
    for name in models:
        text += f"m_{name}: contract_scan.{name}\n"
        text += "".join(f"reveal_type(m_{name}.{field})\n" for field in getattr(contract_scan, name).model_fields)
    said = mypy(place, text)
    revealed = re.findall(r'note: Revealed type is "(.*)"', said)
    assert len(revealed) == text.count("reveal_type")
    assert ": error:" not in said
    # What a coroutine is sent and yields is the event loop's own affair, and Any for all that are written with async.
    kinds = [kind.replace("typing.Coroutine[Any, Any, ", "typing.Coroutine[") for kind in revealed]
    assert not [kind for kind in kinds if re.search(r"\bAny\b", kind)]


def test_wrong_code_is_told(place: Path) -> None:
    said = mypy(place, "import contract_scan\nfrom contract_scan import Scanner, scan\n" + "\n".join(WRONG))
    for number, (line, code) in enumerate(WRONG.items(), 3):
        assert re.search(rf"user\.py:{number}: error: .*\[{code}\]", said), f"{line}\n{said}"
