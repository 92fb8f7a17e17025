"""Powertools' resolver, with what it leaves open: roles, unknown parameters, 405, problems."""

import json
import re
from base64 import b64decode
from collections.abc import Callable
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import Route
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.event_handler.middlewares.openapi_validation import (
    OpenAPIRequestValidationMiddleware,
)
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from api.http.caller import Caller
from api.http.cursors import DEFAULT_ITEMS, paging
from api.http.operations import JSON, Operation, Resource
from api.http.problems import FieldError, Problem, bad_field, invalid
from api.http.request_context import RequestContext, headers_of, media_type
from api.http.roles import suffices
from api.http.time_ranges import in_order
from csms.store.paging import BadPosition
from csms.telemetry import logger

if TYPE_CHECKING:
    from aws_lambda_powertools.event_handler.openapi.models import OpenAPI

Description = dict[str, Any]

_PARAMETER = re.compile(r"\{(\w+)\}")
LONGEST_NAME = 255  # characters of what stands in a path: a key of DynamoDB has 1,024 bytes


class Api(APIGatewayHttpResolver):
    """The resolver of the operators' API; `operations` is all that it can do.

    `completed` has the last word on the description, for what only a resource can say of itself.
    """

    def __init__(self, completed: Callable[[Description], Description] = lambda it: it) -> None:
        super().__init__(enable_validation=True)
        self._completed = completed
        self.operations: list[Operation] = []
        self._request_validation_middleware = Admission()  # type: ignore[no-untyped-call]
        self.exception_handler(Problem)(Problem.response)
        self.exception_handler(RequestValidationError)(lambda fault: invalid(fault).response())
        self.exception_handler(BadPosition)(
            lambda _: bad_field("cursor", "is none of ours").response()
        )
        self.exception_handler(Exception)(self._failed)
        self.not_found(self._unknown)

    def include(self, resource: Resource) -> None:
        for operation in resource.operations:
            self.operations.append(operation)
            self.route(
                _PARAMETER.sub(r"<\1>", operation.path),
                operation.method,
                description=operation.function.__doc__,
                tags=[operation.tag],
                operation_id=operation.operation_id,
            )(self._entry(operation))

    def get_openapi_schema(self, **settings: Any) -> "OpenAPI":
        from aws_lambda_powertools.event_handler.openapi.models import OpenAPI

        from api.http.openapi import documented

        description = documented(super().get_openapi_schema(**settings), self.operations)
        return OpenAPI.model_validate(self._completed(description))

    def _entry(self, operation: Operation) -> Any:
        def entry(**given: Any) -> Response[str]:
            return operation(self._request_context(operation, given), given)

        entry.__name__ = operation.function.__name__
        entry.__signature__ = operation.signature  # type: ignore[attr-defined]
        entry.operation = operation  # type: ignore[attr-defined]
        return entry

    def _request_context(self, operation: Operation, given: dict[str, Any]) -> RequestContext:
        in_order(given.get("since"), given.get("until"))
        event = self.current_event.raw_event
        part = paging(
            given.get("limit", DEFAULT_ITEMS),
            given.get("cursor") if operation.paged else None,
            event["rawPath"],
            event.get("queryStringParameters") or {},
        )
        return RequestContext.of(event, operation.operation_id, text_of(event), part)

    @staticmethod
    def _compile_regex(rule: str, base_regex: str = "^{}$") -> re.Pattern[str]:
        """API Gateway has decoded the path: an identity may have almost any character."""
        name = rf"(?P<\1>[^/]{{1,{LONGEST_NAME}}})"
        return re.compile(base_regex.format(re.sub(r"<(\w+)>", name, rule)))

    def _unknown(self, _: Exception) -> Response[str]:
        path = self.current_event.path
        routes = self._static_routes + self._dynamic_routes
        methods = sorted({route.method for route in routes if route.rule.fullmatch(path)})
        if methods:
            detail = f"only {', '.join(methods)}"
            return Problem(405, detail, headers={"Allow": ", ".join(methods)}).response()
        return Problem(404, "there is no such path").response()

    def _failed(self, failure: Exception) -> Response[str]:
        logger.error("an operation failed", exc_info=failure)
        return Problem(500, "the CSMS failed").response()


class Admission(OpenAPIRequestValidationMiddleware):
    """First who may, then whether all parameters are known, then whether they are valid."""

    def handler(self, app: Any, next_middleware: NextMiddleware) -> Response[Any]:
        route: Route = app.context["_route"]
        operation: Operation | None = getattr(route.func, "operation", None)
        if operation:
            event = app.current_event.raw_event
            caller = Caller.of(event)
            if not suffices(caller.role, operation.role):
                raise Problem(403, f"this needs the role {operation.role}")
            _refuse_unknown(route, event.get("queryStringParameters") or {})
            if not operation.consumes:
                _refuse_body(event)
        return super().handler(app, next_middleware)

    def _get_body(self, app: Any) -> dict[str, Any]:
        event = app.current_event.raw_event
        if media_type(headers_of(event)) != JSON:
            raise Problem(415, f"the body should be {JSON}")
        return json_object(text_of(event))


def _refuse_unknown(route: Route, query: dict[str, str]) -> None:
    known = {parameter.alias for parameter in route.dependant.query_params}
    errors = [
        FieldError(field=name, message="there is no such parameter")
        for name in query
        if name not in known
    ]
    if errors:
        raise Problem(400, f"{errors[0].field}: {errors[0].message}", errors=errors)


def _refuse_body(event: dict[str, Any]) -> None:
    if event.get("body"):
        raise Problem(400, "this operation takes no body")


def text_of(event: dict[str, Any]) -> str:
    """The body as text; raises Problem."""
    body: str = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return body
    try:
        return b64decode(body, validate=True).decode("utf-8-sig")
    except ValueError as error:
        raise Problem(400, "the body is not UTF-8") from error


def json_object(text: str) -> dict[str, Any]:
    """Read a body, its fractions to the last digit; raises Problem."""
    try:
        value = json.loads(
            text, parse_constant=_refuse, parse_float=_number, object_pairs_hook=_once
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise Problem(400, "the body is not JSON") from error
    if not isinstance(value, dict):
        raise Problem(400, "the body should be a JSON object")
    return value


def _number(text: str) -> Decimal:
    if not isfinite(float(text)):
        raise ValueError(f"no reader of JSON has a number for {text}")
    return Decimal(text)


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name that stands twice one reader takes the first, and another the last."""
    value = dict(members)
    if len(value) < len(members):
        names = [name for name, _ in members]
        twice = next(name for name in names if names.count(name) > 1)
        raise bad_field(twice, "stands twice in the body")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
