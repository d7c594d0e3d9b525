"""Extractors read what is read by nobody else, also in workers; their faults cost neither the scan nor the truth."""

from __future__ import annotations

import pytest

from contract_scan import CorruptFileError, Plugins, PluginWarning, Scanner, UnsupportedFormatError, scan_folder

ENTRY = "[contract_scan.extractors]\nfax = fax_plugin:Fax\n"
#: Reads files that begin with FAX; what stands behind is the text, each line a page.
FAX = """
    from contract_scan import CorruptFileError
    from contract_scan.plugins import Block, Document, Page, Unread

    class Fax:
        suffixes = {".fax"}

        def accepts(self, source):
            return source.data.startswith(b"FAX\\0\\1\\2\\3\\4\\5\\6")

        def extract(self, source, *, bounds):
            text = source.data[10:].decode()
            if text == "torn":
                raise CorruptFileError("the fax is torn; send it again")
            if text == "fault":
                raise KeyError("fault")
            if text == "nothing":
                return text
            blocks, pages, at = [], [], 0
            lines = text.split("\\n")
            bounds.begin_pages(len(lines))
            for number, line in enumerate(lines, 1):
                bounds.may_open(number)
                blocks.append(Block(at, at + len(line)))
                pages.append(Page(number, at, at + len(line), 595, 842))
                at += len(line) + 1
            return Document(
                source.name, "image/x-fax", source.sha256 if text != "other" else "0", source.size_bytes, text,
                tuple(blocks) if not text.startswith("far") else (Block(0, 999),), tuple(pages), len(pages),
                layout=Nowhere(),
            )

    class Nowhere:
        def regions(self, start, end):
            raise ZeroDivisionError
"""
AGREEMENT = "第一条 押金\n乙方应向甲方交纳终端押金300元。\n押金概不退还。"


def fax(text: str) -> bytes:
    return b"FAX\0\1\2\3\4\5\6" + text.encode()


def test_an_extractor_reads_what_it_accepts(install) -> None:
    install("fax", ENTRY, FAX)
    pages: list[tuple[int | None, int | None]] = []
    scanner = Scanner()
    report = scanner.scan(fax(AGREEMENT), on_progress=lambda step: pages.append((step.page, step.pages)))
    assert report.refund.verdict == "non_refundable"
    assert (report.document.media_type, report.document.page_count) == ("image/x-fax", 3)
    assert report.findings[0].evidence[0].boxes == ()  # the layout is at fault, and costs only the boxes
    assert [page for page in pages if page != (None, None)] == [(1, 3), (2, 3), (3, 3)]
    assert scanner.scan(AGREEMENT).document.media_type == "text/plain"


def test_without_it_the_file_is_of_no_known_format(install) -> None:
    install("fax", ENTRY, FAX)
    with pytest.raises(UnsupportedFormatError):
        Scanner(plugins=False).scan(fax("\1\2\3\4" * 50))


def test_its_own_error_is_the_outcome(install) -> None:
    install("fax", ENTRY, FAX)
    with pytest.raises(CorruptFileError, match=r"^page\.fax: the fax is torn; send it again$"):
        Scanner().scan(fax("torn"), name="page.fax")


@pytest.mark.parametrize(
    ("text", "reason"), [("fault", "KeyError"), ("nothing", "str"), ("other", "sha256"), ("far away", "blocks")]
)
def test_its_fault_is_told_and_the_file_read_without_it(install, text, reason) -> None:
    install("fax", ENTRY, FAX)
    record = Scanner().try_scan(fax(text), path="page.fax")
    # The package itself knows no such file, and says so with what the plug-in did.
    assert record.status == "unsupported"
    assert record.error is not None
    assert "插件 fax（fax 1.0） 出错" in record.error.message
    assert reason in record.error.message


def test_a_fault_stands_in_the_report_of_a_file_that_can_be_read(install) -> None:
    install("fax", ENTRY, FAX.replace("data.startswith", "no_such_method"))
    report = Scanner().scan(AGREEMENT)
    assert report.refund.verdict == "non_refundable"
    (warning,) = report.document.warnings
    assert warning.code == "plugin_failed"
    assert "插件 fax（fax 1.0） 出错，这份文件没有用它读：AttributeError" in warning.message


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("Fax = 1", "没有 accepts 和 extract"),
        ("class Fax:\n        def __init__(self): raise ValueError('no')", "ValueError: no"),
        (FAX.replace('suffixes = {".fax"}', 'suffixes = ".fax"'), "suffixes"),
    ],
)
def test_one_that_is_none_is_left_out(install, module, reason) -> None:
    install("fax", ENTRY, module if module is FAX else "\n    " + module)
    (state,) = Plugins.installed().states()
    assert state.problem is not None
    assert reason in state.problem
    with pytest.warns(PluginWarning, match="fax"):
        assert Scanner().scan(AGREEMENT).refund.verdict == "non_refundable"


@pytest.mark.parametrize("jobs", [0, 2])
def test_workers_use_it_as_the_driver_does(install, tmp_path, jobs) -> None:
    install("fax", ENTRY, FAX)
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, text in {"a.fax": AGREEMENT, "b.fax": "fault", "c.other": AGREEMENT}.items():
        folder.joinpath(name).write_bytes(fax(text))
    first, second = scan_folder(folder, jobs=jobs)
    assert first.report is not None
    assert (first.report.refund.verdict, first.report.document.media_type) == ("non_refundable", "image/x-fax")
    assert first.report.to_json() == Scanner().scan(folder / "a.fax").to_json()
    assert (second.status, "插件 fax" in str(second.error)) == ("unsupported", True)
    assert not list(scan_folder(folder, scanner=Scanner(plugins=False), jobs=0))
