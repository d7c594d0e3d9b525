"""Targets for what users write beside agreements: rules, words, facts, options, and what a browser posts."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from strict import expect

from contract_scan.batch.patterns import Patterns
from contract_scan.batch.remote import is_url
from contract_scan.cli.amounts import bounds_of, seconds_of, size_of
from contract_scan.errors import ContractScanError, FactsError, RuleError, UsageError
from contract_scan.language.concepts import read_terms
from contract_scan.model.facts_file import load_facts, load_transactions
from contract_scan.redact import Redactor
from contract_scan.rules.pack import RulePack, read_rules
from contract_scan.rules.suppression import load_suppressions


def _as_file(data: bytes, name: str, load: Callable[[Path], object], declared: type[ContractScanError]) -> None:
    """Have `data` loaded as a file of this name; an error must be the declared one, and name the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        try:
            load(path)
        except declared as error:
            expect(str(path) in str(error), error)


def rules(data: bytes) -> None:
    _as_file(data, "rules.yaml", read_rules, RuleError)
    _as_file(data, "rules.yaml", RulePack.load, RuleError)


def terms(data: bytes) -> None:
    _as_file(data, "terms.yaml", read_terms, RuleError)


def suppressions(data: bytes) -> None:
    _as_file(data, "suppressions.yaml", load_suppressions, RuleError)


def personal(data: bytes) -> None:
    _as_file(data, "personal.yaml", lambda path: Redactor(path.parent).text("张伟 13800138000"), RuleError)


def facts(data: bytes) -> None:
    for suffix in (".toml", ".json"):
        _as_file(data, f"facts{suffix}", load_facts, FactsError)


def transactions(data: bytes) -> None:
    _as_file(data, "rows.csv", load_transactions, FactsError)


def posted(data: bytes) -> None:
    """What a browser, or what poses as one, sends beside the files: the fields of a form, and headers."""
    from starlette.datastructures import Headers, UploadFile

    from contract_scan.server.media import wanted_form
    from contract_scan.server.origins import is_for_us, is_foreign
    from contract_scan.server.problems import Refused
    from contract_scan.server.settings import ServerSettings
    from contract_scan.server.uploads import facts_in, files_in

    text = data.decode("utf-8", "replace")
    with suppress(FactsError):
        facts_in(text)
    for line in data.splitlines():
        value = line.decode("latin-1")
        headers = Headers({"accept": value, "origin": value, "host": value, "sec-fetch-site": value[:9]})
        wanted_form(headers)
        is_foreign(headers)
        is_for_us(value, ServerSettings())
    uploads = [UploadFile(BytesIO(line), filename=line.decode("utf-8", "replace")) for line in data.splitlines()[:20]]
    with suppress(Refused):
        for given in asyncio.run(files_in(uploads, ServerSettings())):
            given.name.encode("utf-8")


def typed(data: bytes) -> None:
    """What is typed behind options: times, sizes, bounds, patterns of names."""
    text = data.decode("utf-8", "surrogateescape")
    for line in text.splitlines():
        for read in (seconds_of, size_of, lambda value: bounds_of([value])):
            with suppress(UsageError):
                read(line)
        is_url(line)
        with suppress(UsageError):
            Patterns([line]).match("2024/branch/a.pdf")
