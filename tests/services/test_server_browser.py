"""The upload page in a browser: with and without script, by mouse and keyboard, and from a foreign page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect
from processes import CONTRACT, Service, running

CHROMIUM = shutil.which("chromium")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
AGREEMENT = "收单服务协议\n甲方：某某支付有限公司\n乙方（商户）：\n第一条 押金\n乙方向甲方交纳押金300元，概不退还。\n"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

Visit = Callable[..., tuple[Page, list[str]]]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    arguments = ("serve", "--port", "{port}", "--workers", "1", "--max-size", "3M")
    with running(tmp_path_factory.mktemp("service"), *arguments) as service:
        yield service


@pytest.fixture
def visit(browser: Browser, service: Service) -> Iterator[Visit]:
    """Opens the page; gives it with what the browser complained about: nothing, if all is well."""
    contexts = []

    def visited(url: str = "", **options: Any) -> tuple[Page, list[str]]:
        context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options})
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        heard: list[str] = []
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(url or service.url)
        return page, heard

    yield visited
    for context in contexts:
        context.close()


def text_file(name: str = "合同.txt", content: str = AGREEMENT) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode()}


def test_a_contract_becomes_its_report(visit: Visit) -> None:
    page, heard = visit()
    held: list[Route] = []
    page.route("**/scan*", lambda route: held.append(route))
    page.set_input_files("#files", CONTRACT)
    with page.expect_request("**/scan*"):
        page.click("#send")
    expect(page.locator("#progress")).to_be_visible()
    held[0].continue_()
    expect(page.locator("article .quoted").first).to_be_visible(timeout=60_000)
    assert CONTRACT.name in page.title()
    # The report's own script runs under the policy of the page in whose place it stands.
    page.select_option("select >> nth=0", index=1)
    assert heard == []
    page.go_back()
    expect(page.locator("#drop")).to_be_visible()
    assert heard == []


def test_files_are_dropped_put_in_order_and_taken_away(visit: Visit) -> None:
    page, _ = visit()
    page.evaluate(
        """names => {
            const held = new DataTransfer();
            for (const name of names) held.items.add(new File(["押金"], name));
            for (const kind of ["dragover", "drop"])
                document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
        }""",
        ["1.png", "2.png", "3.png"],
    )
    page.get_by_role("button", name="上移 3.png").click()
    page.get_by_role("button", name="去掉 1.png").click()
    assert page.evaluate("[...document.getElementById('files').files].map(file => file.name)") == ["3.png", "2.png"]
    expect(page.locator("#chosen li")).to_have_count(2)


def test_what_goes_wrong_is_said_and_the_form_stays(visit: Visit) -> None:
    page, _ = visit()
    page.set_input_files("#files", {"name": "坏.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"})
    page.click("#send")
    problem = page.locator("#problem")
    expect(problem).to_contain_text("文件损坏")
    expect(problem).to_be_focused()
    expect(page.locator("#chosen")).to_contain_text("坏.pdf")
    page.set_input_files("#files", text_file(content="押" * 1_100_000))
    page.click("#send")
    expect(problem).to_contain_text("一次最多 3.0 MiB")


def test_it_works_without_script(visit: Visit) -> None:
    page, _ = visit(java_script_enabled=False)
    page.set_input_files("#files", text_file())
    page.click("#send")
    expect(page.locator("#verdict")).to_be_visible(timeout=60_000)
    assert "合同.txt" in page.title()
    page.go_back()
    page.set_input_files("#files", text_file("空.txt", ""))
    page.click("#send")
    expect(page.locator("#problem")).to_contain_text("是空的")
    expect(page.locator("#send")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_it_is_fit_for_every_reader(visit: Visit, size: dict[str, int], scheme: str) -> None:
    page, _ = visit(viewport=size, color_scheme=scheme)
    page.set_input_files("#files", [text_file("a.txt"), text_file("b.txt", "")])
    assert Axe().run(page).response["violations"] == []
    page.click("#send")
    expect(page.locator("#problem")).to_be_visible(timeout=60_000)
    assert Axe().run(page).response["violations"] == []
    page.evaluate("document.getElementById('form').hidden = true; document.getElementById('progress').hidden = false")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


class _Foreign(BaseHTTPRequestHandler):
    """A page of another site, which sends a form and a request to the service whose address is its query."""

    def do_GET(self) -> None:
        target = self.path.partition("?")[2]
        body = f"""<!doctype html><title>foreign</title>
            <form id=f action="{target}/scan?format=json" method=post enctype="multipart/form-data">
            <input name=files type=file id=i></form><iframe id=frame src="{target}/"></iframe>
            <script>
            const held = new DataTransfer();
            held.items.add(new File(["押金"], "a.txt"));
            document.getElementById("i").files = held.files;
            const attempt = (options) => fetch("{target}/scan", {{method: "POST", body: new FormData(f), ...options}})
                .then(answer => answer.type + answer.status, error => "refused");
            window.outcomes = Promise.all([attempt({{}}), attempt({{mode: "no-cors"}})]);
            </script>""".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def foreign() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Foreign)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_foreign_page_sends_and_reads_nothing(visit: Visit, service: Service, foreign: str) -> None:
    before = service.log.read_text().count("POST /scan 200")
    page, heard = visit(f"{foreign}/?{service.url}")
    assert page.evaluate("window.outcomes") == ["refused", "refused"]
    assert any("frame" in line.lower() for line in heard), "the page may stand in no frame"
    with page.expect_navigation(url=f"{service.url}/**") as navigation:
        page.evaluate("document.getElementById('f').submit()")
    assert navigation.value is not None
    assert navigation.value.status == 403
    log = service.log.read_text()
    assert log.count("POST /scan 403") >= 3
    assert log.count("POST /scan 200") == before


def test_the_pages_own_folder_holds_nothing(visit: Visit, service: Service) -> None:
    """The last of this file's tests with the service: whatever was uploaded is gone from its disk."""
    page, _ = visit()
    page.set_input_files("#files", text_file())
    page.click("#send")
    expect(page.locator("#verdict")).to_be_visible(timeout=60_000)
    held = [path for path in Path(service.temporary).rglob("*") if path.is_file() and path.name not in ("lock", "note")]
    assert held == []
