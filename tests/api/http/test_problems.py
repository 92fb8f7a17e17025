import json

import pytest
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from pydantic_core import ErrorDetails

from api.http.problems import Problem, bad_field, field_error, invalid, not_found


def test_a_problem_is_spelled_as_rfc_9457_has_it() -> None:
    response = Problem(405, "only GET", headers={"Allow": "GET"}).response()
    assert (response.status_code, response.headers["Allow"]) == (405, "GET")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(response.body or "") == {
        "type": "about:blank",
        "title": "Method Not Allowed",
        "status": 405,
        "detail": "only GET",
    }


def test_a_wrong_field_is_named() -> None:
    body = json.loads(bad_field("limit", "is too much").response().body or "")
    assert body["status"] == 400
    assert body["errors"] == [{"field": "limit", "message": "is too much"}]
    assert not_found("it").status == 404


def error(kind: str, *where: str | int, said: str = "said") -> ErrorDetails:
    return {"type": kind, "loc": where, "msg": said, "input": "secret"}


@pytest.mark.parametrize(
    ("where", "field"),
    [
        (("body", "items", 0, "x"), "items.0.x"),
        (("query", "limit"), "limit"),
        (("path", "id"), "id"),
        (("body",), "body"),
        ((), "body"),
        (("blocked",), "blocked"),
    ],
)
def test_a_field_is_named_by_its_path(where: tuple[str | int, ...], field: str) -> None:
    assert field_error(error("x", *where)).field == field


def test_what_was_sent_is_not_repeated() -> None:
    errors = [error("value_error", "body", "a", said="Value error, is bad")]
    errors.append(error("extra_forbidden", "body", "b"))
    problem = invalid(RequestValidationError(errors))
    assert problem.status == 400
    assert [one.message for one in problem.errors] == ["is bad", "there is no such field"]
    assert "secret" not in (problem.response().body or "")


@pytest.mark.parametrize(
    "kind", ["datetime_parsing", "datetime_from_date_parsing", "datetime_type"]
)
def test_what_is_no_time_is_told_what_one_looks_like(kind: str) -> None:
    told = field_error(error(kind, "query", "from")).message
    assert told == "should be a time, such as 2027-01-01T00:00:00Z"
