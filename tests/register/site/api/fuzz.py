"""Cases that a program made up from the description of the API, with and without tokens."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import hypothesis
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from actionlines.register.site.middleware.limits import COUNTS
from actionlines.register.site.wsgi import site

CHECKS: list[Any] = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def description() -> Any:
    """The OpenAPI document, as the API itself gives it."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", site)


def operations(schema: Any) -> list[Any]:
    """All operations."""
    return [result.ok() for result in schema.get_all_operations()]


def cases(operation: Any, many: int, seed: int) -> list[Any]:
    """Cases of an operation: half of them as described, half broken."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return [one for mode in modes for one in _made(operation, mode, many, seed)]


def _made(operation: Any, mode: GenerationMode, many: int, seed: int) -> list[Any]:
    found: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=many, deadline=None, database=None, phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def collect(case: Any) -> None:
        found.append(case)

    # An operation may have nothing that could be broken.
    with contextlib.suppress(Unsatisfiable):
        collect()
    return found[:many]


def call(case: Any, token: str, ids: dict[str, int]) -> tuple[int, list[str]]:
    """(status, what is wrong with the answer). Numbers of records are those that there are, half of the time."""
    COUNTS.clear()
    parameters = case.path_parameters or {}
    if isinstance(parameters.get("id"), int) and parameters["id"] % 2 and case.path_parameters is not None:
        known = next((number for word, number in ids.items() if word in case.operation.path), None)
        if known:
            case.path_parameters["id"] = known
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = case.call(headers=headers)
    wrong = []
    try:
        case.validate_response(answer, checks=CHECKS)
    except (schemathesis.errors.SchemathesisError, AssertionError, BaseExceptionGroup) as error:
        wrong.append(f"{case.operation.label} {answer.status_code}: {_first(error)}")
    return answer.status_code, wrong


def _first(error: BaseException) -> str:
    inner = getattr(error, "exceptions", (error,))[0]
    return " ".join(f"{type(inner).__name__} {inner}".split())[:500]


@contextlib.contextmanager
def _one_connection() -> Iterator[None]:
    """Requests do not close the connection, in whose transaction a test has made its records."""
    signals = (request_started, request_finished)
    held = [one for one in signals if one.disconnect(close_old_connections)]
    try:
        yield
    finally:
        for one in held:
            one.connect(close_old_connections)


def run(tokens: dict[str, str], ids: dict[str, int], many: int, seed: int = 1) -> tuple[Counter[int], list[str]]:
    """(answers by status, everything wrong) of so many cases of each operation and mode, for each token."""
    seen: Counter[int] = Counter()
    wrong: list[str] = []
    with _one_connection():
        for operation in operations(description()):
            for place, (name, token) in enumerate(tokens.items()):
                for case in cases(operation, many, seed + place):
                    status, problems = call(case, token, ids)
                    seen[status] += 1
                    wrong += [f"{name or 'nobody'}: {one}" for one in problems]
    return seen, wrong
