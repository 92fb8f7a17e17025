"""What goes wrong, as application/problem+json (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from pydantic_core import ErrorDetails

from csms.wire.faults import told

PROBLEM_JSON = "application/problem+json"


class FieldError(BaseModel):
    """What is wrong with one field of the body, or one parameter."""

    field: str
    message: str


class ProblemDetails(BaseModel):
    """RFC 9457; `errors` names each field that is wrong."""

    type: str
    title: str
    status: int
    detail: str
    errors: Annotated[list[FieldError], Field(default_factory=list)]


class Problem(Exception):
    """Raised anywhere below an operation: the answer is this problem."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}

    def response(self) -> Response[str]:
        body: dict[str, object] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = [error.model_dump() for error in self.errors]
        return Response(self.status, PROBLEM_JSON, json.dumps(body), dict(self.headers))


def bad_field(field: str, message: str, *, status: int = 400) -> Problem:
    """One field of the body, or one parameter, is wrong."""
    errors = [FieldError(field=field, message=message)]
    return Problem(status, f"{field}: {message}", errors=errors)


def not_found(what: str) -> Problem:
    return Problem(404, f"{what} is not there")


def invalid(fault: RequestValidationError) -> Problem:
    """A request that the operation's types refuse; what was sent is not repeated."""
    errors = [field_error(error) for error in fault.errors()]
    first = errors[0]
    return Problem(400, f"{first.field}: {first.message}", errors=errors)


def field_error(error: ErrorDetails) -> FieldError:
    where, *path = error["loc"] or ("body",)
    if where not in ("body", "query", "path", "header"):
        path = [where, *path]
    return FieldError(field=".".join(map(str, path)) or str(where), message=told(error))
