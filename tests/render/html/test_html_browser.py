"""The page in a browser: silent, self-contained, jumping, filtering, printing, and fit for every reader."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from contract_scan import render_html
from contract_scan.model.report import ContractReport, ScanRecord
from contract_scan.render.html import render_html_record
from contract_scan.scanner import Scanner
from render.report_factory import hostile, not_assessed, partial, report, unreadable

CHROMIUM = shutil.which("chromium")
SAMPLES = Path(__file__).parents[3] / "samples"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1400, "height": 900}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

Opened = tuple[Page, list[str]]
Open = Callable[..., Opened]


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page; gives it with everything that it said or asked for: nothing, if all is well."""
    contexts = []

    def shown(content: str, **options: Any) -> Opened:
        file = tmp_path / f"report-{len(contexts)}.html"
        file.write_text(content, encoding="utf-8")
        context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options})
        contexts.append(context)
        page = context.new_page()
        heard: list[str] = []
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda request: heard.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page, heard

    yield shown
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def contract(scanner: Scanner) -> ContractReport:
    """A real one, with every part."""
    return scanner.scan(SAMPLES / "03-activation-fee-chapters.docx")


def html_of(made: ContractReport | ScanRecord, lang: Any = "zh") -> str:
    return render_html_record(made, lang=lang) if isinstance(made, ScanRecord) else render_html(made, lang=lang)


PAGES = {
    "whole": report,
    "partial": partial,
    "not-assessed": not_assessed,
    "no-report": unreadable,
    "hostile": hostile,
}


@pytest.mark.parametrize("name", PAGES)
def test_it_says_nothing_and_asks_for_nothing(show: Open, name: str) -> None:
    page, heard = show(html_of(PAGES[name]()))
    page.mouse.wheel(0, 2000)
    assert page.evaluate("document.fonts.status") == "loaded"
    assert heard == []


def test_what_slipped_in_could_not_run(show: Open) -> None:
    """The policy holds by itself, were a template ever to forget its escaping."""
    evil = '<script>document.title="owned"</script><img src="https://example.org/x" onerror="document.title=1">'
    page, heard = show(html_of(report()).replace("<main", f"{evil}<main", 1))
    assert "owned" not in page.title()
    assert page.title() != "1"
    assert any("Content Security Policy" in line for line in heard)


def in_view(page: Page, selector: str) -> bool:
    return bool(
        page.evaluate(
            """selector => {
                const box = document.querySelector(selector).getBoundingClientRect();
                const aside = document.querySelector("aside").getBoundingClientRect();
                const bottom = document.querySelector(selector).closest("aside") ? Math.min(innerHeight, aside.bottom)
                    : innerHeight;
                return box.bottom > 0 && box.top < bottom;
            }""",
            selector,
        )
    )


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_click_on_either_side_leads_to_the_other(show: Open, contract: ContractReport, size: Any) -> None:
    page, _ = show(html_of(contract), viewport=size)
    quotes = page.locator("article .quoted")
    for number in (0, quotes.count() // 2, quotes.count() - 1):
        quote = quotes.nth(number)
        target = quote.get_attribute("href")
        assert target is not None
        quote.click()
        page.wait_for_function("id => location.hash === id && document.querySelector('.flash')", arg=target)
        marked = page.locator("mark.flash")
        assert "".join(marked.all_text_contents()) == quote.text_content()
        assert in_view(page, target), target
        # And back, from the words and from the number beside them.
        reference = page.locator(f"{target} ~ a.ref").first
        back = reference.get_attribute("href")
        reference.click()
        page.wait_for_function("id => location.hash === id", arg=back)
        assert in_view(page, str(back)), back
        assert page.evaluate("document.activeElement.id") == str(back)[1:]
    marked = page.locator("mark.tone-bad[data-quotes]").first
    marked.click()
    page.wait_for_function("() => location.hash.startsWith('#f-')")


def test_links_jump_without_the_script(show: Open, contract: ContractReport) -> None:
    page, _ = show(html_of(contract), java_script_enabled=False)
    page.locator("article .quoted").last.click()
    assert page.locator(":target").count() == 1
    assert page.locator(".filters").is_hidden()
    assert page.locator("article").last.is_visible()


def test_filters_show_what_was_asked_for(show: Open, contract: ContractReport) -> None:
    page, _ = show(html_of(contract))
    every = page.locator("article").count()
    shown = page.locator("article:visible")
    assert shown.count() == every
    page.locator("[data-severity=medium] >> visible=true").first.uncheck()
    page.locator("input[data-severity=low]").uncheck()
    high = page.locator("article.sev-high").count()
    assert 0 < high == shown.count() < every
    assert page.locator("output.shown").inner_text() == f"显示 {high} 条，共 {every} 条"
    page.locator("select[data-kind]").select_option("refund")
    assert 0 < shown.count() < high
    assert set(shown.evaluate_all("all => all.map(one => one.dataset.kind)")) == {"refund"}
    # A jump to what the filter hides shows it.
    page.evaluate("location.hash = '#' + document.querySelector('article.sev-low').id")
    page.wait_for_function("document.querySelector('article.sev-low').checkVisibility()")
    assert shown.count() == every


def test_the_keyboard_is_enough(show: Open) -> None:
    page, _ = show(html_of(report()))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "quoted":
            break
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('mark.flash')")


def test_print_keeps_everything_whatever_is_hidden_on_screen(
    show: Open, contract: ContractReport, tmp_path: Path
) -> None:
    page, _ = show(html_of(contract))
    page.locator("input[data-severity=high]").uncheck()
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as printed:
        said = "".join("".join(sheet.get_textpage().get_text_bounded().split()) for sheet in printed)
        width, height = printed[0].get_size()
    assert (round(width), round(height)) in {(595, 842), (596, 842), (594, 842)}
    wanted = [one.title for one in contract.findings if one.severity == "high"]
    wanted += [step.title for step in contract.actions]
    wanted += [basis.article for basis in contract.legal_basis.values()]
    wanted += [driver.text for driver in contract.refund.drivers]
    wanted += [item.text for group in contract.checklist for item in group.items]
    wanted += (contract.document.text or "").split("\n")
    # Printed Chinese comes back with radicals for some characters, so that a line is known by most of it.
    missing = [text for text in wanted if not _known(said, "".join(text.split()))]
    assert not missing


def _known(said: str, text: str) -> bool:
    pieces = [text[at : at + 4] for at in range(0, len(text), 4)]
    return not text or sum(piece in said for piece in pieces) >= 0.6 * len(pieces)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk-light", "phone-dark"])
def test_every_reader_can_use_it(show: Open, lang: str, size: Any, scheme: str) -> None:
    accessible(show, report(), lang, size, scheme)


def test_every_reader_can_use_a_long_one(show: Open, contract: ContractReport) -> None:
    accessible(show, contract, "zh", PHONE, "light")


def accessible(show: Open, made: ContractReport, lang: str, size: Any, scheme: str) -> None:
    page, heard = show(html_of(made, lang), viewport=size, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    faults = Axe().run(page).response
    assert len(faults["passes"]) > 20
    assert [(one["id"], one["nodes"][0]["target"]) for one in faults["violations"]] == []
    assert heard == []


@pytest.mark.parametrize("name", ["partial", "not-assessed", "no-report", "hostile"])
def test_every_page_fits_a_phone(show: Open, name: str) -> None:
    page, _ = show(html_of(PAGES[name]()), viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    faults = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in faults] == []
