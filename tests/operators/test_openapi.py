"""What the description says of the API is true, whatever it is asked; `make fuzz` asks more."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from api.commands import waiting
from tests.api.support import ask
from tests.conftest import Says
from tests.hostile.effort import examples
from tests.issuing import authority
from tests.operators.fuzzing import answered
from tests.operators.world import Clock, Kept

DESCRIPTION: Any = ask("GET", "/openapi.json", role=None).json
for about in (about for methods in DESCRIPTION["paths"].values() for about in methods.values()):
    del about["security"]  # a token is API Gateway's business
OPERATIONS: dict[str, APIOperation[Any, Any, Any, Any]] = {
    found.ok().label: found.ok()
    for found in schemathesis.openapi.from_dict(DESCRIPTION).get_all_operations()
    if isinstance(found, Ok)
}

load_all_checks()
CHECKED: Any = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    ]
)

REFUSED = {
    (409, "POST /charge-points"),  # it is there
    (409, "POST /id-tags"),
    (409, "POST /charge-points/{chargePointId}/commands/InstallCertificate"),  # it is shortened
    (409, "POST /charge-points/{chargePointId}/certificates"),
    (409, "POST /campaigns/{campaignId}/start"),  # it is rolling out
    (409, "POST /campaigns/{campaignId}/resume"),
}

every_operation = pytest.mark.parametrize("label", OPERATIONS)


@pytest.fixture(scope="module")
def kept() -> Kept:
    return Kept()


@pytest.fixture(autouse=True)
def certificate_authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority(tmp_path, monkeypatch)


@every_operation
def test_it_answers_as_it_says(
    label: str, says: Says, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "time", Clock())
    operation = OPERATIONS[label]
    fits, does_not = map(operation.as_strategy, (GenerationMode.POSITIVE, GenerationMode.NEGATIVE))

    @examples(3)
    @given(fits | does_not, st.data())
    def holds(case: Case[Any], data: st.DataObject) -> None:
        aimed(case, kept.populated(says), data)
        case.validate_response(answered(case), checks=CHECKED)

    holds()


@every_operation
def test_its_examples_are_answered(
    label: str, says: Says, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "time", Clock())
    there, operation = kept.populated(says), OPERATIONS[label]
    if label.endswith("/repair"):
        there = there | {"transactionId": there["transactionId of an ended one"]}
    path = re.sub(r"\{(\w+)\}", lambda name: str(there[name[1]]), operation.path)
    about = DESCRIPTION["paths"][operation.path][operation.method]
    query = {
        one["name"]: there[one["name"]]
        for one in about.get("parameters", [])
        if one["in"] == "query" and one.get("required")
    }
    for kind, body in bodies(about, there):
        kept.populated(says)
        headers = {"content-type": kind} if kind else {}
        answer = ask(operation.method.upper(), path, body=body, headers=headers, query=query)
        assert answer.status < 300 or (answer.status, label) in REFUSED, answer.text


def bodies(about: Any, there: dict[str, object]) -> Iterator[tuple[str, Any]]:
    """Of each media type the example, about a transaction and an image that there are."""
    contents = about.get("requestBody", {}).get("content", {})
    if not contents:
        yield "", None
    for kind, content in contents.items():
        body = content["examples"]["example"]["value"]
        if isinstance(body, dict) and "transactionId" in body:
            body = body | {"transactionId": there["transactionId"]}
        if isinstance(body, dict) and "image" in body:
            body = body | {"image": there["imageId"]}
        if isinstance(body, dict) and "image" in body.get("firmware", ()):
            body = body | {"firmware": body["firmware"] | {"image": there["imageId"]}}
        yield kind, body


def aimed(case: Case[Any], there: dict[str, object], data: st.DataObject) -> None:
    """Mostly at what is there, and at the first page."""
    for name in case.path_parameters:
        if data.draw(st.integers(0, 4)):
            case.path_parameters[name] = there[name]
    if "queueUntil" in case.query and data.draw(st.integers(0, 4)):
        case.query["queueUntil"] = "2026-06-01T13:00:00Z"
    if "cursor" in case.query and data.draw(st.integers(0, 4)):
        del case.query["cursor"]
