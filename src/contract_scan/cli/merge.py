"""The body of ``contract-scan merge``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from contract_scan.batch import Store, fingerprint_of, is_redacted
from contract_scan.cli.results import results
from contract_scan.cli.scan import Threshold, exit_code, store_beside
from contract_scan.cli.summary import say_summary
from contract_scan.errors import UsageError
from contract_scan.lexicons import lexicon_root
from contract_scan.plugins import Plugins
from contract_scan.redact import Redactor
from contract_scan.render.phrases import Lang

__all__ = ["run"]


def run(stores: Sequence[Path], output: str, *, kind: str, fail_on: Threshold | None, lang: Lang, quiet: bool) -> int:
    """Put the results of several stores into one and write it out; return the exit code."""
    target = store_beside(output)
    for path in stores:
        if not path.is_file():
            raise UsageError(f"{path}：没有这个文件；请给出 scan 写下的 .scan-store 文件")
        if path.resolve() == target.resolve():
            raise UsageError(f"{path}：合并的结果也要写到这里；请用 -o 换个文件名")
    scanners = {fingerprint_of(path) for path in stores}
    if len(scanners) > 1:
        raise UsageError("这些结果不是用同样的版本、规则和设置读出来的，不能合并；请用同样的设置重新读")
    target.unlink(missing_ok=True)
    # The same settings, so all or none of them: what is not masked in a store yet is the paths.
    redactor = Redactor(lexicon_root()) if any(map(is_redacted, stores)) else None
    with closing(Store(target, scanners.pop(), redactor)) as store:
        for path in stores:
            store.absorb(path)
        store.renumber()
        with results(kind, output, store, lang=lang, single=False, plugins=Plugins.installed()) as shown:
            shown.start()
            for line in store.put_out():
                shown.add(line)
            shown.settle()
            store.commit()
            shown.finish()
            say_summary(store, None, Counter(), lang=lang, quiet=quiet, troubles=not shown.names_troubles)
        return exit_code(store, fail_on)
