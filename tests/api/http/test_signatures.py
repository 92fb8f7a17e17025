from dataclasses import dataclass
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.http.cursors import paging
from api.http.models import View
from api.http.operations import Resource, shows
from api.http.request_context import RequestContext
from tests.api.support import event_of

things = Resource("/parents/{parentId}/things", "Things")


@dataclass(frozen=True)
class Shared:
    how_long: Annotated[int | None, Query()] = None
    force: Annotated[bool, Query()] = False


class Thing(View):
    told: list[Any]


@things.operation("PUT", "", "operator", shows(Thing, {"told": []}))
def touch_things(
    context: RequestContext, parent_id: str, other: int = 5, *, shared: Shared
) -> Thing:
    return Thing(told=[parent_id, other, shared.how_long, shared.force])


def test_what_operations_share_stands_together_and_is_given_one_by_one() -> None:
    (touch,) = things.operations
    parameters = touch.signature.parameters
    assert list(parameters) == ["parentId", "other", "howLong", "force"]
    assert parameters["force"].default is False
    part = paging(7, None, "/", {})
    context = RequestContext.of(event_of("PUT", "/"), touch.operation_id, "", part)
    answer = touch(context, {"parentId": "P", "other": 6, "howLong": 7, "force": True})
    assert answer.body == '{"told":["P",6,7,true]}'
