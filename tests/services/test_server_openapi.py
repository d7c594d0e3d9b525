"""The service keeps the promises of its OpenAPI document, whatever is sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from processes import Service, running
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

CHECKS = (
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("service"), "serve", "--port", "{port}", "--workers", "1") as service:
        yield service


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_it_does_as_it_says(service: Service, mode: GenerationMode) -> None:
    """With requests that the document allows, and with such that it does not."""
    described = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    operations = {operation.ok().label: operation.ok() for operation in described.get_all_operations()}
    assert set(operations) == {"GET /", "GET /health", "GET /ready", "POST /scan", "POST /compare"}
    sent = 0
    for operation in operations.values():

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: schemathesis.Case) -> None:
            nonlocal sent
            sent += 1
            case.call_and_validate(checks=CHECKS)

        if mode is GenerationMode.POSITIVE or operation.label.startswith("POST"):
            holds()
    assert sent > 10
