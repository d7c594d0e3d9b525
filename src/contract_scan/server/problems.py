"""What went wrong, as `problem+json` (RFC 9457) for programs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from contract_scan.errors import ContractScanError
from contract_scan.model.report import ScanError, ScanRecord
from contract_scan.render.refusal import refusal_text

__all__ = [
    "PROBLEM_JSON",
    "RETRY_SECONDS",
    "Problem",
    "Refused",
    "problem_of_error",
    "problem_of_record",
    "problem_of_worker",
]

PROBLEM_JSON: Final = "application/problem+json"

_STATUS: Final = {
    "SourceTooLargeError": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "UnsupportedFormatError": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "TimeLimitError": HTTPStatus.GATEWAY_TIMEOUT,
    "BusyError": HTTPStatus.SERVICE_UNAVAILABLE,
    "EngineError": HTTPStatus.SERVICE_UNAVAILABLE,
}
RETRY_SECONDS: Final = 10


class Problem(BaseModel):
    """Why a request was not carried out."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)

    type: str = Field(default="about:blank", description="As RFC 9457 has it; `code` tells problems apart.")
    title: str = Field(description="The name of the HTTP status.")
    status: int = Field(ge=400, le=599)
    code: str = Field(description="The class of the error, such as `EncryptedFileError`; stable.")
    detail: str = Field(description="What is wrong and what to do, in Chinese, for the person who sent the file.")


class Refused(HTTPException):
    """A request that is not carried out. Raised anywhere while it is dealt with, answered in one place."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(status, detail)
        self.problem = _problem(status, code, detail)

    @classmethod
    def by(cls, problem: Problem) -> Refused:
        """Return the refusal with this problem."""
        return cls(problem.status, problem.code, problem.detail)


def problem_of_error(error: ContractScanError) -> Problem:
    """Return the problem of an error that is not about reading one file."""
    code = type(error).__name__
    return _problem(_STATUS.get(code, HTTPStatus.UNPROCESSABLE_ENTITY), code, str(error))


def problem_of_record(record: ScanRecord) -> Problem:
    """Return the problem of a record without a report."""
    code = record.error.type if record.error else "ContractScanError"
    status = _STATUS.get(code, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _problem(status, code, refusal_text(record))


def problem_of_worker(name: str, error: ContractScanError) -> Problem:
    """Return the problem of files that could not be opened or read, or whose worker was ended or died."""
    failed = ScanError(type=type(error).__name__, message=str(error))
    record = ScanRecord.model_validate({"path": name, "status": error.status, "error": failed})
    return problem_of_record(record)


def _problem(status: int, code: str, detail: str) -> Problem:
    return Problem(title=HTTPStatus(status).phrase, status=status, code=code, detail=detail)
