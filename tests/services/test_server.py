"""The HTTP service as a process of its own, spoken to over its socket."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from forms import Answer, begun, form, read, send
from processes import CONTRACT, SAMPLES, Service, running

from contract_scan import Comparison, ContractReport, scan
from contract_scan.server.problems import Problem
from docs.pages import ROOT, blocks

AGREEMENT = "收单服务协议\n甲方：某某支付有限公司\n乙方（商户）：\n第一条 押金\n乙方向甲方交纳押金300元，概不退还。\n"
TEXT = AGREEMENT.encode()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    arguments = ("serve", "--port", "{port}", "--workers", "1", "--max-size", "3M")
    with running(tmp_path_factory.mktemp("service"), *arguments) as service:
        yield service


def problem(answer: Answer, status: int, code: str) -> Problem:
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = Problem.model_validate_json(answer.body)
    assert (found.status, found.code) == (status, code)
    return found


def test_the_report_is_the_one_that_the_library_gives(service: Service) -> None:
    answer = send(service.port, body=form([(CONTRACT.name, CONTRACT.read_bytes())]))
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == scan(CONTRACT).to_json()


def test_the_form_follows_what_the_client_likes(service: Service) -> None:
    body = form([("a.txt", TEXT)])
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert send(service.port, body=body, Accept=browser).text.startswith("<!doctype html>")
    assert send(service.port, body=body, Accept="*/*").json["refund"]["verdict"] == "non_refundable"
    assert send(service.port, "/scan?format=json", body, Accept=browser).json["schema_version"]
    lines = [json.loads(line) for line in send(service.port, "/scan?format=progress", body).text.splitlines()]
    assert [line["event"] for line in lines] == ["waiting", "reading", "report"]
    assert lines[-1]["html"].startswith("<!doctype html>")
    name = "04-fair-merchant-terms-chromium.pdf"
    told = send(service.port, "/scan?format=progress", form([(name, (SAMPLES / name).read_bytes())])).text
    assert '{"event": "page", "page": ' in told


def test_several_files_are_one_agreement(service: Service) -> None:
    extra = "补充协议\n一、合作终止后，甲方退还押金。\n二、与收单协议不一致的，以本补充协议为准。\n"
    report = send(service.port, body=form([("正文.txt", TEXT), ("补充.txt", extra.encode())])).json
    assert [part["name"] for part in report["document"]["parts"]] == ["正文.txt", "补充.txt"]
    alike = send(service.port, body=form([("image.txt", TEXT), ("image.txt", extra.encode())])).json
    assert alike["document"]["name"] == "1-image.txt + 2-image.txt"


def test_fields_say_how_to_read(service: Service) -> None:
    fields = {"facts": '{"signed_on": "2025-01-01"}', "perspective": "consumer", "lang": "en", "password": ""}
    answer = send(service.port, body=form([("a.txt", TEXT)], **fields))
    assert answer.json["perspective"] == "consumer"
    assert answer.json["refund"]["outlook"]["signed_on"] == "2025-01-01"
    page = send(service.port, "/scan?format=html", form([("a.txt", TEXT)], **fields)).text
    assert '<html lang="en">' in page


def test_what_goes_wrong_is_a_typed_problem(service: Service) -> None:
    port = service.port
    assert "是空的" in problem(send(port, body=form([("a.pdf", b"")])), 422, "UsageError").detail
    assert "文件损坏" in problem(send(port, body=form([("a.pdf", b"%PDF-1.7 x")])), 422, "CorruptFileError").detail
    problem(send(port, body=form([("a.pdf", b"\x7fELF\x02\x01\x01" + bytes(200))])), 415, "UnsupportedFormatError")
    problem(send(port, body=form([("", b"")])), 422, "UsageError")
    problem(send(port, body=form([])), 422, "UsageError")
    problem(send(port, body=form([("a.txt", TEXT)] * 21)), 422, "UsageError")
    for wrong in ("{", '{"deposit_paid": 1e222222222222222222222}', f'{{"arrears": {"9" * 5000}}}', "[" * 100_000):
        problem(send(port, body=form([("a.txt", TEXT)], facts=wrong)), 422, "FactsError")
    assert (
        "signed" in problem(send(port, body=form([("a.txt", TEXT)], facts='{"signed": 1}')), 422, "FactsError").detail
    )
    problem(send(port, body=form([("a.txt", TEXT)], perspective="judge")), 422, "UsageError")
    problem(send(port, body=b"no form at all"), 400, "HTTPError")
    problem(send(port, "/nowhere", method="GET"), 404, "HTTPError")
    allowed = send(port, method="DELETE")
    problem(allowed, 405, "HTTPError")
    assert allowed.headers["allow"] == "POST"
    told = send(port, "/scan?format=progress", form([("a.pdf", b"%PDF-1.7 x")])).text.splitlines()
    assert json.loads(told[-1])["problem"]["code"] == "CorruptFileError"


def test_two_agreements_are_compared(service: Service) -> None:
    old, new = TEXT, AGREEMENT.replace("300元，概不退还", "200元，合作终止后甲方退还押金").encode()
    answer = send(service.port, "/compare", form([("旧.txt", old), ("新.txt", new)], named=("old", "new")))
    assert answer.headers["content-type"] == "application/json"
    found = Comparison.model_validate_json(answer.body)
    assert (found.old.name, found.new.name) == ("旧.txt", "新.txt")
    assert (found.old.verdict, found.new.verdict) == ("non_refundable", "refundable")
    assert any(change.favours == "merchant" for change in found.changes)
    # The order of the fields does not matter, only their names; nor is a name that came twice taken for one.
    body = form([("a.txt", new), ("a.txt", old)], named=("new", "old"))
    assert Comparison.model_validate_json(send(service.port, "/compare", body).body).old.verdict == "non_refundable"
    text = send(service.port, "/compare?format=markdown", body)
    assert text.headers["content-type"].startswith("text/markdown")
    assert "200" in text.text


def test_what_goes_wrong_with_two_is_a_typed_problem(service: Service) -> None:
    def compared(*files: tuple[str, bytes], path: str = "/compare", named: tuple[str, ...] = ("old", "new")) -> Answer:
        return send(service.port, path, form(files, named=named))

    good, damaged = ("a.txt", TEXT), ("b.pdf", b"%PDF-1.7 x")
    assert "文件损坏" in problem(compared(good, damaged), 422, "CorruptFileError").detail
    problem(compared(good, ("b", b"\x7fELF\x02\x01\x01" + bytes(200))), 415, "UnsupportedFormatError")
    problem(compared(good, named=("old",)), 422, "UsageError")
    assert "new" in problem(compared(good, ("", b"")), 422, "UsageError").detail
    assert "是空的" in problem(compared(good, ("b.txt", b"")), 422, "UsageError").detail
    problem(compared(good, good, path="/compare?format=runes"), 422, "UsageError")
    assert send(service.port, "/compare", method="GET").status == 405


def test_browsers_get_the_page_with_what_went_wrong(service: Service) -> None:
    answer = send(service.port, "/scan?format=html", form([("a.pdf", b"%PDF-1.7 x")]), Accept="text/html")
    assert answer.status == 422
    assert "文件损坏" in answer.text
    assert 'role="alert" tabindex="-1">' in answer.text


def test_a_request_that_is_too_large_is_turned_away(service: Service) -> None:
    large = form([("a.txt", bytes(3 * 1024 * 1024))])
    problem(send(service.port, body=large), 413, "SourceTooLargeError")
    pieces = (large[at : at + 65536] for at in range(0, len(large), 65536))
    problem(send(service.port, body=pieces), 413, "SourceTooLargeError")
    assert send(service.port, body=form([("a.txt", TEXT)])).status == 200


def test_every_answer_is_safe_in_a_browser(service: Service) -> None:
    port = service.port
    answers = [
        send(port, "/", method="GET"),
        send(port, "/health", method="GET"),
        send(port, "/nowhere", method="GET"),
        send(port, body=form([("a.txt", TEXT)])),
        send(port, body=form([("a.txt", TEXT)]), Accept="text/html"),
        send(port, body=form([("a.pdf", b"")])),
        send(port, body=b"x", Origin="http://evil.example"),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
    ids=str,
)
def test_other_sites_cannot_send(service: Service, headers: dict[str, str]) -> None:
    problem(send(service.port, body=form([("a.txt", TEXT)]), **headers), 403, "CrossSiteError")


def test_it_answers_to_its_own_names_alone(service: Service) -> None:
    for host in ("evil.example", f"evil.example:{service.port}", "127.0.0.1@evil.example", "192.0.2.1"):
        problem(send(service.port, "/", method="GET", Host=host), 421, "ForeignHostError")
    for host in (f"localhost:{service.port}", f"LOCALHOST:{service.port}", f"[::1]:{service.port}"):
        assert send(service.port, "/health", method="GET", Host=host).json["status"] == "ok"
    own = {"Origin": service.url, "Sec_Fetch_Site": "same-origin"}
    assert send(service.port, body=form([("a.txt", TEXT)]), **own).status == 200


def test_nothing_is_kept_and_no_name_is_logged(tmp_path: Path) -> None:
    """A file that is large enough to be put on disk on its way; a request in the middle when the service ends."""
    secret = "机密合同.txt"
    large = TEXT + b" " * 1_200_000
    assert len(large) > 1024 * 1024
    arguments = ("serve", "--port", "{port}", "--workers", "1", "--waiting", "0", "--timeout", "300")
    with running(tmp_path, *arguments) as service:
        first = form([(secret, TEXT)])
        held = begun(service.port, first)
        for refused in (send(service.port, body=first), send(service.port, body=first, Accept="text/html")):
            assert refused.status == 503
            assert int(refused.headers["retry-after"]) > 0
        assert send(service.port, "/health", method="GET").status == 200
        held.send(first[len(first) // 2 :])
        assert read(held).json["document"]["name"] == secret
        held.close()
        body = form([(secret, large)])
        held = begun(service.port, body)
        kept = [path for path in service.temporary.rglob("*") if path.is_file() and path.stat().st_size > 1000]
        assert kept == []
        service.process.terminate()
        held.send(body[len(body) // 2 :])
        answer = read(held)
        assert answer.status == 200, answer.text
        assert service.stop() == 0
        held.close()
        assert list(service.temporary.iterdir()) == []
        log = service.log.read_text()
    assert "POST /scan 200" in log
    for word in ("机密", "押金", "某某"):
        assert word not in log


def test_reading_is_limited_in_time(tmp_path: Path) -> None:
    with running(tmp_path, "serve", "--port", "{port}", "--workers", "1", "--timeout", "0.2", "-q") as service:
        long = form([("a.txt", TEXT * 2000)])
        assert "读取超时" in problem(send(service.port, body=long), 504, "TimeLimitError").detail
        told = send(service.port, "/scan?format=progress", long).text.splitlines()
        assert json.loads(told[-1])["problem"]["status"] == 504
        assert "POST" not in service.log.read_text()


def test_what_is_personal_can_be_masked_in_every_answer(tmp_path: Path) -> None:
    personal = TEXT + "\n联系人：王小明　联系电话：13800138000".encode()
    with running(tmp_path, "serve", "--port", "{port}", "--workers", "1", "--redact") as service:
        body = form([("王小明.txt", personal)])
        answers = [send(service.port, body=body), send(service.port, body=body, Accept="text/html")]
        answers.append(send(service.port, "/scan?format=progress", body))
        assert answers[0].json["document"]["redacted"]
    for answer in answers:
        assert answer.status == 200
        assert "138001" not in answer.text
        assert "联系人：王" not in answer.text


def test_the_reports_schema_is_the_published_one(service: Service) -> None:
    described = send(service.port, "/openapi.json", method="GET").json
    schemas = described["components"]["schemas"]
    published = ContractReport.model_json_schema(mode="serialization")
    assert schemas["ContractReport"]["required"] == published["required"]
    answers = described["paths"]["/scan"]["post"]["responses"]
    assert set(answers["200"]["content"]) == {"application/json", "text/html", "application/x-ndjson"}
    assert set(answers["413"]["content"]) == {"application/problem+json"}


def test_the_examples_of_its_page_work(service: Service, tmp_path: Path) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    examples = [block.body for block in blocks(ROOT / "docs" / "server.md") if block.marker == "curl"]
    assert len(examples) == 5
    outputs = []
    for example in examples:
        program, *arguments = shlex.split(example.replace("127.0.0.1:8000", f"127.0.0.1:{service.port}"))
        assert program == "curl"
        arguments = [one.replace("@samples/", f"@{SAMPLES}/") for one in arguments]
        done = subprocess.run([curl, "-sS", "--fail", *arguments], cwd=tmp_path, capture_output=True, check=True)
        outputs.append(done.stdout.decode())
    report = ContractReport.model_validate_json(outputs[0])
    assert report.document.name == CONTRACT.name
    assert "<!doctype html>" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert json.loads(outputs[2].splitlines()[-1])["event"] == "report"
    assert Comparison.model_validate_json(outputs[3]).changes
    assert json.loads(outputs[4])["status"] == "ok"


def failing(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_settings_that_are_wrong_are_told(service: Service) -> None:
    command = ("-m", "contract_scan", "serve")
    assert "用不了这个地址" in failing(*command, "--port", str(service.port))
    assert "用不了这个地址" in failing(*command, "--host", "192.0.2.1")


@pytest.mark.parametrize(("extra", "module"), [("server", "fastapi"), ("server", "uvicorn"), ("mcp", "mcp")])
def test_a_missing_extra_is_named(extra: str, module: str) -> None:
    """As where it is not installed: the module cannot be found."""
    command = {"server": "serve", "mcp": "mcp"}[extra]
    program = (
        f"import sys; sys.modules[{module!r}] = None; sys.argv = ['contract-scan', {command!r}]; "
        "from contract_scan.cli import main; sys.exit(main())"
    )
    said = failing("-c", program)
    assert f"contract-scan[{extra}]" in said
    assert "可选部分" in said
