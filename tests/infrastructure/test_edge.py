"""The edge function as CloudFront runs it, its copy in the template, and its twin in Python."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import quickjs

from csms_tools.local.gateway import edge
from tests.infrastructure.edge_requests import ADDRESS, CASES, CHALLENGE, Case
from tests.infrastructure.template import RESOURCES
from tests.support import ROOT

SOURCE = (ROOT / "infrastructure/edge/viewer_request.js").read_text()
LARGEST = 10_240  # bytes of a CloudFront function

Edge = Callable[[dict[str, Any]], dict[str, Any]]


CONSOLE = "const lines = []; const console = { log: (line) => lines.push(line) };"
"""What writes to the function's log, in us-east-1."""


def in_javascript(request: dict[str, Any]) -> dict[str, Any]:
    return in_javascript_with_its_log(request)[0]


def in_javascript_with_its_log(request: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    context = quickjs.Context()
    context.eval(CONSOLE + SOURCE)
    event = json.dumps({"version": "1.0", "viewer": {"ip": ADDRESS}, "request": request})
    answer: dict[str, Any] = json.loads(context.eval(f"JSON.stringify(handler({event}))"))
    return answer, json.loads(context.eval("JSON.stringify(lines)"))


def in_python(request: dict[str, Any]) -> dict[str, Any]:
    return edge.viewer_request(request, ADDRESS)


@pytest.fixture(params=[in_javascript, in_python], ids=["javascript", "twin"])
def at_the_edge(request: pytest.FixtureRequest) -> Edge:
    function: Edge = request.param
    return function


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_a_request_at_the_edge(case: Case, at_the_edge: Edge) -> None:
    answer = at_the_edge(
        {
            "method": "GET",
            "uri": case.uri,
            "querystring": {},
            "headers": {name: {"value": value} for name, value in case.received.items()},
            "cookies": {},
        }
    )
    headers = {name: header["value"] for name, header in answer["headers"].items()}
    if case.identity is None:
        assert (answer["statusCode"], headers) == (401, CHALLENGE)
    else:
        assert "statusCode" not in answer
        assert (answer["uri"], headers) == ("/", case.forwarded)


@pytest.mark.parametrize(
    ("given", "lines"),
    [({}, [f"no credentials from {ADDRESS}"]), ({"authorization": {"value": "Basic eA=="}}, [])],
)
def test_who_is_challenged_at_the_edge_is_in_its_log_alone(
    given: dict[str, Any], lines: list[str]
) -> None:
    headers = {"cloudfront-forwarded-proto": {"value": "https"}, **given}
    request = {"method": "GET", "uri": "/CP1", "querystring": {}, "headers": headers, "cookies": {}}
    assert in_javascript_with_its_log(request)[1] == lines


def test_the_template_carries_the_function_to_the_letter() -> None:
    assert RESOURCES["ViewerRequest"]["Properties"]["FunctionCode"] == SOURCE


def test_the_function_fits_the_edge() -> None:
    assert len(SOURCE) <= LARGEST
    assert SOURCE.isascii()  # CloudFormation makes question marks of all else


@pytest.mark.parametrize("unknown", ["?.", "??", "...", " of ", "class ", "const {", "const ["])
def test_the_function_keeps_to_what_the_runtime_of_the_edge_knows(unknown: str) -> None:
    code = "\n".join(line for line in SOURCE.splitlines() if not line.lstrip().startswith("//"))
    assert unknown not in code
