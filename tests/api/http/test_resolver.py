import json
from decimal import Decimal
from typing import Any

import pytest

from api.http.models import Body, View
from api.http.operations import NOTHING, Reply, Resource, shows
from api.http.problems import Problem
from api.http.request_context import RequestContext
from api.http.resolver import Api, json_object, text_of
from csms.store.paging import BadPosition
from tests.api.support import event_of
from tests.support import Context

things = Resource("/things", "Things")


class Thing(View):
    name: str


class NewThing(Body):
    name: str
    items: list[int] | None = None


@things.operation("GET", "/{name}", "viewer", shows(Thing, {"name": "A"}))
def read_thing(context: RequestContext, name: str) -> Thing:
    match name:
        case "bug":
            raise ZeroDivisionError("secret")
        case "cursor":
            raise BadPosition
    return Thing(name=name)


@things.operation("POST", "", "operator", shows(Thing, {"name": "A"}), body={"name": "A"})
def create_thing(context: RequestContext, body: NewThing) -> Reply:
    return Reply(Thing(name=body.name))


@things.operation("DELETE", "", "admin", NOTHING)
def delete_things(context: RequestContext) -> None:
    return


api = Api()
api.include(things)


def ask(method: str, path: str, **context: Any) -> tuple[int, Any, dict[str, str]]:
    answer = api.resolve(event_of(method, path, **context), Context())  # type: ignore[arg-type]
    return answer["statusCode"], json.loads(answer["body"] or "null"), answer["headers"]


@pytest.mark.parametrize(
    "name", ["CP 1", "%41", "a%b", "ü", "x?y", "#", "'", '"', "\\", "export", 255 * "ü"]
)
def test_a_path_carries_any_name_without_a_slash(name: str) -> None:
    assert ask("GET", f"/things/{name}")[:2] == (200, {"name": name})


@pytest.mark.parametrize(
    "path", ["/", "/things/", "/things/A/B", "/thingsA", "/Things", f"/things/{256 * 'A'}"]
)
def test_any_other_path_is_not_there(path: str) -> None:
    status, problem, headers = ask("GET", path)
    assert (status, problem["title"]) == (404, "Not Found")
    assert headers["Content-Type"] == "application/problem+json"


def test_another_method_is_told_which_there_are() -> None:
    status, _, headers = ask("PUT", "/things")
    assert (status, headers["Allow"]) == (405, "DELETE, POST")
    assert ask("PUT", "/things/A")[2]["Allow"] == "GET"


def test_a_role_that_does_not_suffice_is_refused_before_anything_else_is_judged() -> None:
    assert ask("POST", "/things", role="viewer", body="{")[0] == 403
    assert ask("POST", "/things", role=None, body="{")[0] == 403
    assert ask("POST", "/things", role="operator", body="{")[0] == 400


def test_unknown_parameters_are_refused_by_name() -> None:
    status, problem, _ = ask("GET", "/things/A", query={"x": "1", "y": ""})
    assert status == 400
    assert [error["field"] for error in problem["errors"]] == ["x", "y"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"nome": "A"}, ["name", "nome"]),
        ({"name": 1}, ["name"]),
        ({"name": "A", "items": [1, "2"]}, ["items.1"]),
    ],
)
def test_a_field_that_is_wrong_is_named(body: object, fields: list[str]) -> None:
    status, problem, _ = ask("POST", "/things", body=body)
    assert status == 400
    assert [error["field"] for error in problem["errors"]] == fields


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "",
        "null",
        "1",
        '"A"',
        "[]",
        '[{"name":"A"}]',
        '{"name":NaN}',
        '{"name":1e400}',
        "[" * 9999,
        '{"a":1e9999999999999999999}',
    ],
)
def test_a_body_that_is_no_json_object_is_refused(body: str) -> None:
    assert ask("POST", "/things", body=body)[0] == 400


@pytest.mark.parametrize("body", ['{"name":"A","name":"A"}', '{"items":[{"name":1,"name":2}]}'])
def test_a_name_that_stands_twice_is_refused(body: str) -> None:
    status, problem, _ = ask("POST", "/things", body=body)
    assert status == 400
    assert problem["errors"] == [{"field": "name", "message": "stands twice in the body"}]


def test_a_body_may_come_encoded() -> None:
    assert ask("POST", "/things", body={"name": "ü"}, encoded=True)[1] == {"name": "ü"}
    event = event_of("POST", "/things", body="x")
    for broken in ("_", "/w==", "ü"):
        with pytest.raises(Problem):
            text_of(event | {"isBase64Encoded": True, "body": broken})


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/jsonp", 415),
    ],
)
def test_a_body_is_json(kind: str, status: int) -> None:
    headers = {"content-type": kind}
    assert ask("POST", "/things", body={"name": "A"}, headers=headers)[0] == status


def test_a_body_that_nobody_asked_for_is_refused() -> None:
    assert ask("DELETE", "/things", body={})[0] == 400
    assert ask("DELETE", "/things")[0] == 204


def test_fractions_are_read_to_the_last_digit() -> None:
    assert json_object('{"limit":16.10}') == {"limit": Decimal("16.10")}


def test_our_own_faults_are_told_without_details() -> None:
    status, problem, _ = ask("GET", "/things/bug")
    assert (status, problem["detail"]) == (500, "the CSMS failed")


def test_a_cursor_that_no_list_has_made_is_the_askers_fault() -> None:
    status, problem, _ = ask("GET", "/things/cursor")
    assert (status, problem["errors"][0]["field"]) == (400, "cursor")
