import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.app import api
from api.http.openapi import COMMON
from api.http.operations import Operation
from tests.api.support import ask

DESCRIPTION: Any = ask("GET", "/openapi.json", role=None).json
SAID: dict[tuple[str, str], Any] = {
    (method.upper(), path): about
    for path, methods in DESCRIPTION["paths"].items()
    for method, about in methods.items()
}

every_operation = pytest.mark.parametrize("where", SAID, ids=" ".join)


def operation_of(method: str, path: str) -> Operation:
    """The one that serves it, also if it serves several paths that are described each."""
    exact = [one for one in api.operations if (one.method, one.path) == (method, path)]
    serving = exact or [
        one
        for one in api.operations
        if one.method == method and re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", one.path), path)
    ]
    (operation,) = serving
    return operation


def contents(about: Any) -> Iterator[tuple[str, str, Any]]:
    """Every body that goes in or out: where, of which media type, and what is said of it."""
    for kind, content in about.get("requestBody", {}).get("content", {}).items():
        yield "request", kind, content
    for status, answer in about["responses"].items():
        for kind, content in answer.get("content", {}).items():
            yield status, kind, content


def test_it_is_openapi_3_1_and_has_all_operations_and_no_others() -> None:
    assert DESCRIPTION["openapi"] == "3.1.0"
    served = {operation_of(*where).operation_id for where in SAID}
    assert served == {one.operation_id for one in api.operations}
    ids = [about["operationId"] for about in SAID.values()]
    assert len(ids) == len(set(ids))


def test_it_is_valid() -> None:
    assert list(OpenAPIV31SpecValidator(DESCRIPTION).iter_errors()) == []


@every_operation
def test_every_body_has_an_example_that_its_schema_allows(where: tuple[str, str]) -> None:
    assert list(contents(SAID[where]))
    for place, kind, content in contents(SAID[where]):
        example = content["examples"]["example"]["value"]
        if kind.endswith("json"):
            schema = content["schema"] | {"components": DESCRIPTION["components"]}
            faults = list(Draft202012Validator(schema).iter_errors(example))
            assert not faults, (place, kind)
        else:
            assert isinstance(example, str)


@every_operation
def test_what_every_operation_may_answer_is_documented(where: tuple[str, str]) -> None:
    operation = operation_of(*where)
    statuses = {int(status) for status in SAID[where]["responses"]}
    assert statuses >= {*COMMON, 401, *operation.problems}
    assert statuses >= {answer.status for answer in operation.answers}
    assert (404 in statuses) >= ("{" in where[1])
    assert (415 in statuses) >= bool(operation.consumes)
    assert 422 not in statuses or 422 in operation.problems


@every_operation
def test_every_operation_says_what_it_is_for_and_which_role_it_needs(
    where: tuple[str, str],
) -> None:
    about, role = SAID[where], operation_of(*where).role
    assert about["summary"]
    assert about["operationId"]
    assert about["tags"] == [operation_of(*where).tag]
    assert f"**{role}**" in about["description"]
    assert about["x-role"] == role
    assert about["security"] == [{"token": []}]


@every_operation
def test_who_may_meet_another_operator_may_say_which_version_is_meant(
    where: tuple[str, str],
) -> None:
    parameters = SAID[where].get("parameters", [])
    headers = [one["name"] for one in parameters if one["in"] == "header"]
    assert ("If-Match" in headers) == (412 in operation_of(*where).problems)


@every_operation
def test_who_may_ask_twice_may_say_that_it_is_the_same(where: tuple[str, str]) -> None:
    operation = operation_of(*where)
    parameters = SAID[where].get("parameters", [])
    headers = [one["name"] for one in parameters if one["in"] == "header"]
    module = inspect.getmodule(operation.function)
    assert module
    source = inspect.getsource(module)
    reads_it = "idempotency_key(context)" in source or "send_and_wait(" in source
    assert ("Idempotency-Key" in headers) == operation.keyed
    assert operation.keyed <= reads_it


@every_operation
def test_no_parameter_is_null_and_all_path_parameters_are_described(
    where: tuple[str, str],
) -> None:
    parameters = SAID[where].get("parameters", [])
    assert '"null"' not in json.dumps([one["schema"] for one in parameters])
    in_path = {one["name"] for one in parameters if one["in"] == "path"}
    assert in_path == set(re.findall(r"\{(\w+)\}", where[1]))


def test_what_is_left_out_is_not_null_but_where_it_is_sent_to_remove() -> None:
    schemas = DESCRIPTION["components"]["schemas"]
    nullable = {name for name, schema in schemas.items() if '"null"' in json.dumps(schema)}
    assert {"ChargePointChange", "IdTagChange"} <= nullable
    shown = {name for name in schemas if name.startswith("ocpp.")} | _shown(schemas)
    assert not nullable & shown


def _shown(schemas: Any) -> set[str]:
    """Whatever an answer refers to, and what that refers to."""
    seen: set[str] = set()
    answers = [about["responses"] for about in SAID.values()]
    texts = [json.dumps(answers)]
    while texts:
        named = set(re.findall(r"#/components/schemas/([^\"]+)", texts.pop())) - seen
        seen |= named
        texts.extend(json.dumps(schemas[name]) for name in named)
    return seen


def test_the_schemas_are_ours_alone() -> None:
    names = set(DESCRIPTION["components"]["schemas"])
    assert {"ProblemDetails", "ChargePoint", "IdTag"} <= names
    assert not names & {"HTTPValidationError", "ValidationError"}
