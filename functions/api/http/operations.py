"""What the API can do: a resource declares its operations, each with the least role it needs."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from api.http.cursors import DEFAULT_ITEMS, MOST_ITEMS
from api.http.models import Time
from api.http.request_context import RequestContext
from api.http.roles import Role
from api.http.signatures import Reading, group, parameter, reading

JSON = "application/json"
CSV = "text/csv"

Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="How many items at most.")]
Cursor = Annotated[
    str | None, Query(description="From the page before; other filters make it invalid.")
]
Since = Annotated[Time | None, Query(alias="from", description="At that time, or later.")]
Until = Annotated[Time | None, Query(alias="to", description="Before that time.")]
Order = Annotated[Literal["asc", "desc"], Query(description="The oldest or the newest first.")]

Example = Mapping[str, object] | str


@dataclass(frozen=True)
class Content:
    """A body, of a request or an answer, in one media type; text has no model."""

    model: type[BaseModel] | None
    example: Example
    media_type: str = JSON


@dataclass(frozen=True)
class Answer:
    """One way in which an operation succeeds."""

    status: int
    description: str
    contents: tuple[Content, ...] = ()
    headers: tuple[str, ...] = ()


def shows(
    model: type[BaseModel], example: Example, *headers: str, status: int = 200, said: str = "OK"
) -> Answer:
    """The usual answer: one JSON object."""
    return Answer(status, said, (Content(model, example),), headers)


NOTHING = Answer(204, "Done")


@dataclass(frozen=True)
class Reply:
    """What an operation answers, where its model alone does not say it."""

    body: BaseModel | str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = JSON


Function = Callable[..., BaseModel | Reply | None]
F = TypeVar("F", bound=Function)


@dataclass(frozen=True)
class Operation:
    """One method of one path; `problems` are the statuses beyond those that all have.

    `keyed`: it takes an Idempotency-Key.
    """

    method: str
    path: str
    tag: str
    role: Role
    function: Function
    answers: tuple[Answer, ...]
    problems: tuple[int, ...]
    consumes: tuple[Content, ...]
    paged: bool
    keyed: bool

    @property
    def operation_id(self) -> str:
        return to_camel(self.function.__name__)

    @property
    def signature(self) -> inspect.Signature:
        """The function's parameters, named as the API names them, without what it is told."""
        parameters = [
            parameter(to_camel(one.name), one.annotation, one.default)
            for named in inspect.signature(self.function).parameters.values()
            for one in (group(named.annotation) or [named])
            if one.name != "context"
        ]
        if self.paged:
            parameters += [
                parameter("limit", Limit, DEFAULT_ITEMS),
                parameter("cursor", Cursor, None),
            ]
        return inspect.Signature(parameters)

    @cached_property
    def _parameters(self) -> Mapping[str, Reading]:
        """How the function's own parameters are read; worked out once, not at each request."""
        parameters = inspect.signature(self.function).parameters
        return {name: reading(one) for name, one in parameters.items() if name != "context"}

    def __call__(self, context: RequestContext, given: Mapping[str, Any]) -> Response[str]:
        """`given`: the parameters by the API's names, valid."""
        values = {name: read(given) for name, read in self._parameters.items()}
        result = self.function(context, **values)
        reply = result if isinstance(result, Reply) else Reply(result)
        body = reply.body
        if isinstance(body, BaseModel):
            body = body.model_dump_json(by_alias=True, exclude_none=True)
        return Response(
            reply.status or self.answers[0].status,
            reply.media_type if body is not None else None,
            body if body is not None else "",
            dict(reply.headers),
        )


class Resource:
    """The operations below one path, in the order of their declaration."""

    def __init__(self, path: str, tag: str) -> None:
        self.path = path
        self.tag = tag
        self.operations: list[Operation] = []

    def operation(
        self,
        method: str,
        path: str,
        role: Role,
        *answers: Answer,
        problems: Sequence[int] = (),
        body: Example | None = None,
        consumes: Sequence[Content] = (),
        paged: bool = False,
        keyed: bool = False,
    ) -> Callable[[F], F]:
        """Declare an operation; the function keeps its name, its docstring is the description.

        Its first parameter is `context`; those that the path names in braces come from there, one
        called `body` from the body (`body=` is its example), all others from the query, those that
        several operations share as the fields of a dataclass. With
        `consumes` the function reads `context.text` itself. What answers 422 is `keyed`.
        """

        def declare(function: F) -> F:
            model = inspect.signature(function).parameters.get("body")
            contents = tuple(consumes)
            if model is not None:
                assert body is not None, "an example is due"
                contents = (Content(_model(model.annotation), body),)
            self.operations.append(
                Operation(
                    method,
                    self.path + path,
                    self.tag,
                    role,
                    function,
                    answers,
                    tuple(problems),
                    contents,
                    paged,
                    keyed or 422 in problems,
                )
            )
            return function

        return declare


def _model(annotation: object) -> type[BaseModel] | None:
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation if is_model else None  # type: ignore[return-value]
