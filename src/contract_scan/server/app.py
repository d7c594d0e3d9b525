"""The service as an ASGI application: what it answers to, and how."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

from fastapi import FastAPI, File, Query, Request, UploadFile
from fastapi import Form as FormField
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response, StreamingResponse

from contract_scan._version import __version__
from contract_scan.batch import CompareTask, ScanTask, WorkerPool
from contract_scan.errors import ContractScanError, ExtractionError, SourceError, WorkerError
from contract_scan.model.comparison import Comparison
from contract_scan.model.report import ContractReport
from contract_scan.render.comparison import render_comparison_markdown
from contract_scan.render.html import render_html
from contract_scan.render.phrases import Lang
from contract_scan.scanner import Scanner
from contract_scan.server.gate import AccessLog, Gate, SafeHeaders
from contract_scan.server.media import Form, wanted_form
from contract_scan.server.page import page_policy, report_policy, upload_page
from contract_scan.server.problems import (
    PROBLEM_JSON,
    RETRY_SECONDS,
    Problem,
    Refused,
    problem_of_error,
    problem_of_record,
    problem_of_worker,
)
from contract_scan.server.progress import progress_lines
from contract_scan.server.settings import ServerSettings
from contract_scan.server.uploads import facts_in, files_in
from contract_scan.server.waiting import GoneError, while_wanted

__all__ = ["create_app"]

_log = logging.getLogger("contract_scan.server")

_REFUSALS: dict[int | str, str] = {
    400: "The form cannot be parsed.",
    403: "A page of another site sent the request.",
    408: "Sending the files took too long.",
    413: "The request, or what a file holds, is too large.",
    415: "A file is of a kind that is not read.",
    421: "The service does not answer to this host name.",
    422: "A field is wrong, or a file cannot be read: encrypted, damaged, a scan without text recognition.",
    503: "All workers are busy; `Retry-After` says in how many seconds to try again.",
    504: "Reading took longer than is allowed.",
}
_EVERYWHERE = (421,)


class Health(BaseModel):
    """Whether the service is there, or ready."""

    status: Literal["ok"]
    version: str


def create_app(settings: ServerSettings | None = None, *, scanner: Scanner | None = None) -> FastAPI:
    """Return the service. Its workers start with it and end with it.

    Args:
        settings: for whom it is and what a request may cost; for this machine alone without them.
        scanner: reads the agreements; one with the package's own rules without it.
    """
    own = settings or ServerSettings()
    pools: list[WorkerPool] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        pools.append(WorkerPool(scanner, workers=own.workers, waiting=own.waiting, limits=own.limits))
        try:
            yield
        finally:
            await asyncio.to_thread(pools.pop().close)

    app = FastAPI(
        title="contract-scan",
        version=__version__,
        summary="Reads Chinese POS and card-acquiring agreements: does the merchant's deposit come back?",
        lifespan=lifespan,
        # Their pages fetch scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
    )
    _answer_problems(app, own)
    _add_scan(app, own, lambda: pools[0])
    _add_compare(app, own, lambda: pools[0])
    _add_pages(app, own, lambda: pools[0])
    app.add_middleware(Gate, settings=own, pool=lambda: pools[0], answer=_answer(own))
    app.add_middleware(SafeHeaders)
    app.add_middleware(AccessLog, paths=frozenset({"/", "/scan", "/compare", "/health", "/ready", "/openapi.json"}))
    return app


def _add_pages(app: FastAPI, settings: ServerSettings, pool: Callable[[], WorkerPool]) -> None:
    @app.get("/", response_class=HTMLResponse, summary="The page on which a contract is dropped", responses=_refusals())
    async def page() -> Response:
        return HTMLResponse(upload_page(settings), headers={"Content-Security-Policy": page_policy()})

    @app.get("/health", summary="Whether the service is up", responses=_refusals())
    async def health() -> Health:
        return Health(status="ok", version=__version__)

    @app.get(
        "/ready",
        summary="Whether a worker is up and a request would be taken",
        response_model=Health,
        responses=_refusals(421, 503),
    )
    async def ready() -> Health:
        if not pool().ready:
            if (fault := pool().fault) is not None:
                raise Refused.by(problem_of_error(fault))
            raise Refused(503, "EngineError", "还没有准备好；请过一会儿再试")
        if pool().busy:
            raise Refused(503, "BusyError", "正在读的合同太多；请过一会儿再试")
        return Health(status="ok", version=__version__)


def _add_scan(app: FastAPI, settings: ServerSettings, pool: Callable[[], WorkerPool]) -> None:
    @app.post(
        "/scan",
        summary="Scan one agreement, in one file or several",
        response_class=Response,
        responses={
            200: {
                "description": "The report, in the form that `format` or the `Accept` header asks for.",
                "model": ContractReport,
                "content": {
                    "text/html": {"schema": {"type": "string"}},
                    "application/x-ndjson": {"schema": {"type": "string"}},
                },
            },
            **_refusals(*_REFUSALS),
        },
    )
    async def scan(
        request: Request,
        files: Annotated[
            list[UploadFile],
            File(description="The agreement: one file, or its pages and annexes in their order.", min_length=1),
        ],
        facts: Annotated[str, FormField(description="What the merchant knows, as JSON; see docs/facts.md.")] = "",
        password: Annotated[str, FormField(description="Opens an encrypted PDF.")] = "",
        perspective: Annotated[
            Literal["merchant", "consumer"], FormField(description="For whom law is cited.")
        ] = "merchant",
        lang: Annotated[Lang, FormField(description="The language of the HTML page's frame.")] = "zh",
        format_: Annotated[Form | None, Query(alias="format", description="Goes before the `Accept` header.")] = None,
    ) -> Response:
        task = ScanTask(
            given=await files_in(files, settings),
            facts=facts_in(facts),
            password=password or None,
            perspective=perspective,
        )
        form = format_ or wanted_form(request.headers)
        if form is Form.PROGRESS:
            lines = progress_lines(request, pool(), task, lambda report: _page(report, lang))
            return StreamingResponse(lines, media_type="application/x-ndjson")
        try:
            record = await while_wanted(request, pool().ask(task))
        except GoneError:
            return _nobody()
        except WorkerError as error:
            raise Refused.by(problem_of_worker(task.name, error)) from error
        if record.report is None:
            raise Refused.by(problem_of_record(record))
        if form is Form.HTML:
            html = await _page(record.report, lang)
            return HTMLResponse(html, headers={"Content-Security-Policy": report_policy()})
        return Response(record.report.to_json(), media_type="application/json")


def _add_compare(app: FastAPI, settings: ServerSettings, pool: Callable[[], WorkerPool]) -> None:
    @app.post(
        "/compare",
        summary="Compare two agreements, each in one file",
        response_class=Response,
        responses={
            200: {
                "description": "What changed, and in whose favour, in the form that `format` asks for.",
                "model": Comparison,
                "content": {"text/markdown": {"schema": {"type": "string"}}},
            },
            **_refusals(*_REFUSALS),
        },
    )
    async def compare(
        request: Request,
        old: Annotated[UploadFile, File(description="The agreement that was there before, or the one offer.")],
        new: Annotated[UploadFile, File(description="The agreement that takes its place, or the other offer.")],
        password: Annotated[str, FormField(description="Opens encrypted PDFs.")] = "",
        format_: Annotated[Literal["json", "markdown"], Query(alias="format")] = "json",
    ) -> Response:
        task = CompareTask(given=await files_in([old, new], settings), password=password or None)
        try:
            found = await while_wanted(request, pool().ask(task))
        except GoneError:
            return _nobody()
        except (SourceError, ExtractionError, WorkerError) as error:
            raise Refused.by(problem_of_worker(task.name, error)) from error
        if format_ == "markdown":
            return Response(render_comparison_markdown(found), media_type="text/markdown")
        return Response(found.to_json(), media_type="application/json")


def _nobody() -> Response:
    """Return the answer that nobody waits for any more."""
    return Response(status_code=499)


async def _page(report: ContractReport, lang: Lang) -> str:
    return await asyncio.to_thread(render_html, report, lang=lang)


def _answer_problems(app: FastAPI, settings: ServerSettings) -> None:
    answer = _answer(settings)

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return answer(request.headers, error.problem)

    @app.exception_handler(ContractScanError)
    async def known(request: Request, error: ContractScanError) -> Response:
        return answer(request.headers, problem_of_error(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        fields = sorted({str(one["loc"][1] if len(one["loc"]) > 1 else one["loc"][0]) for one in error.errors()})
        detail = f"这些项没有写对：{'、'.join(fields)}；写法见 /openapi.json"
        return answer(request.headers, Refused(422, "UsageError", detail).problem)

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> Response:
        said = {400: "表单不完整，读不出来", 404: "没有这个地址", 405: "这个地址不接受这种请求"}
        problem = Refused(error.status_code, "HTTPError", said.get(error.status_code, error.detail)).problem
        response = answer(request.headers, problem)
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:
        # Its text may quote a contract: only where it happened is logged.
        _log.error("%s while answering %s", type(error).__name__, request.scope["path"])
        return answer(request.headers, Refused(500, "InternalError", "服务出错了；请再试一次，还不行就报告").problem)


def _answer(settings: ServerSettings) -> Callable[[Headers, Problem], Response]:
    def answer(headers: Headers, problem: Problem) -> Response:
        """Return a problem as the page with it on top to browsers, and as problem+json to all others."""
        more = {"Retry-After": str(RETRY_SECONDS)} if problem.status == 503 else {}
        if wanted_form(headers) is Form.HTML:
            page = upload_page(settings, problem)
            return HTMLResponse(page, problem.status, {"Content-Security-Policy": page_policy(), **more})
        return Response(problem.model_dump_json(), problem.status, more, media_type=PROBLEM_JSON)

    return answer


def _refusals(*statuses: int | str) -> dict[int | str, dict[str, Any]]:
    content = {PROBLEM_JSON: {"schema": Problem.model_json_schema(mode="serialization")}}
    return {status: {"description": _REFUSALS[status], "content": content} for status in statuses or _EVERYWHERE}
