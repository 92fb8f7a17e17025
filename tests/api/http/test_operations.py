from typing import Annotated, Any

import pytest
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.http.cursors import paging
from api.http.models import Body, Page, View
from api.http.operations import CSV, NOTHING, Answer, Operation, Reply, Resource, shows
from api.http.request_context import RequestContext
from tests.api.support import event_of

things = Resource("/parents/{parentId}/things", "Things")


class Thing(View):
    some_name: int
    other: str | None = None


class Things(Page[Thing]):
    pass


class NewThing(Body):
    some_name: int


@things.operation("GET", "", "viewer", shows(Things, {"items": []}), paged=True)
def list_things(
    context: RequestContext, parent_id: str, some_filter: Annotated[int | None, Query()] = None
) -> Things:
    """The things."""
    return Things(items=[Thing(some_name=some_filter or context.paging.limit)])


@things.operation("POST", "", "operator", shows(Thing, {"someName": 1}, status=201), body={"a": 1})
def create_thing(context: RequestContext, parent_id: str, body: NewThing) -> Reply:
    return Reply(Thing(some_name=body.some_name), headers={"ETag": '"1"'})


@things.operation("DELETE", "/{number}", "admin", NOTHING)
def delete_thing(context: RequestContext, parent_id: str, number: int) -> None:
    return


@things.operation("GET", "/csv", "viewer", Answer(200, "OK"))
def csv_things(context: RequestContext, parent_id: str) -> Reply:
    return Reply("a\r\n", media_type=CSV)


LIST, CREATE, DELETE, TABLE = things.operations


def call(operation: Operation, **given: Any) -> Any:
    part = paging(7, None, "/", {})
    context = RequestContext.of(event_of("GET", "/"), operation.operation_id, "", part)
    return operation(context, given)


def test_an_operation_is_named_as_its_function_in_camel_case() -> None:
    assert [one.operation_id for one in things.operations] == [
        "listThings",
        "createThing",
        "deleteThing",
        "csvThings",
    ]
    assert (DELETE.path, DELETE.role) == ("/parents/{parentId}/things/{number}", "admin")


def test_its_parameters_are_named_in_camel_case_too_and_pages_have_two_more() -> None:
    assert list(LIST.signature.parameters) == ["parentId", "someFilter", "limit", "cursor"]
    assert list(CREATE.signature.parameters) == ["parentId", "body"]


def test_it_answers_json_without_what_is_not_known() -> None:
    answer = call(LIST, parentId="P", someFilter=None, limit=7, cursor=None)
    assert (answer.status_code, answer.body) == (200, '{"items":[{"someName":7}]}')
    assert answer.headers["Content-Type"] == "application/json"
    assert '"someName":3' in call(LIST, parentId="P", someFilter=3, limit=7, cursor=None).body


def test_it_has_the_status_that_it_declares_first() -> None:
    answer = call(CREATE, parentId="P", body=NewThing.model_validate({"someName": 4}))
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')


def test_what_shows_nothing_has_no_body_and_no_type() -> None:
    answer = call(DELETE, parentId="P", number=1)
    assert (answer.status_code, answer.body, answer.headers) == (204, "", {})


def test_text_is_answered_as_it_is() -> None:
    answer = call(TABLE, parentId="P")
    assert (answer.body, answer.headers["Content-Type"]) == ("a\r\n", "text/csv")


def test_a_body_has_its_example_and_its_model() -> None:
    (content,) = CREATE.consumes
    assert (content.model, content.example) == (NewThing, {"a": 1})
    with pytest.raises(AssertionError):
        things.operation("PUT", "", "admin", NOTHING)(create_thing)
