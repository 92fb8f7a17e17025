"""The API's own description: OpenAPI 3.1, with an example for whatever goes in or out."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler.openapi.models import OpenAPI
from pydantic import BaseModel

from api.http.idempotency import LONGEST_KEY
from api.http.operations import JSON, Answer, Content, Operation
from api.http.problems import PROBLEM_JSON, ProblemDetails
from api.http.schemas import schemas_of

COMMON = (400, 403, 500, 503)
"""What any operation may answer; 401 is API Gateway's own."""

REASONS = {
    400: "The request is not understood; `errors` names the fields.",
    403: "Your role may not do this.",
    404: "It is not there.",
    409: "It cannot be done as things stand.",
    412: "It has been changed since you read it.",
    413: "There is too much in it.",
    415: "The body is of another media type.",
    422: "This Idempotency-Key came with something else before.",
    500: "The CSMS failed.",
    503: "The CSMS did not finish in time.",
}
HEADERS = {
    "ETag": "Its version, for If-Match.",
    "Location": "Where it is.",
    "Link": "The next page, rel=next.",
}
ALWAYS_SENT = ("ETag", "Location")
IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what you have read: changed since, it is left alone (412).",
    "schema": {"type": "string"},
}
IF_NONE_MATCH: dict[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what you have: while it is the same, 304 is all that is answered.",
    "schema": {"type": "string"},
}
NOT_MODIFIED = {"description": "It is what you have."}
TAG = {
    "description": "Of this answer, for If-None-Match.",
    "required": False,
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Whatever comes again with the same key within a day is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
}
UNAUTHORIZED: dict[str, Any] = {
    "description": "There is no valid token.",
    "content": {
        JSON: {
            "schema": {
                "type": "object",
                "properties": {"message": {"type": "string"}},
                "required": ["message"],
            },
            "examples": {"example": {"value": {"message": "Unauthorized"}}},
        }
    },
}
SECURITY_SCHEMES: dict[str, Any] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A claim of the token names the role: viewer, operator or admin.",
    }
}


def documented(schema: OpenAPI, operations: Sequence[Operation]) -> dict[str, Any]:
    """Powertools knows the parameters; what is answered, and what it looks like, is added."""
    description: dict[str, Any] = schema.model_dump(mode="json", by_alias=True, exclude_none=True)
    components = description.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ResponseValidationError", "ValidationError"):
        schemas.pop(unused, None)
    references, definitions = schemas_of(operations)
    schemas.update(definitions)
    components["securitySchemes"] = SECURITY_SCHEMES
    for operation in operations:
        said = description["paths"][operation.path][operation.method.lower()]
        _complete(said, operation, references)
    return description


def _complete(
    said: dict[str, Any], operation: Operation, references: dict[type[BaseModel], Any]
) -> None:
    said["summary"], _, rest = said.get("description", "").partition("\n")
    needs = f"Needs the role **{operation.role}**."
    said["description"] = f"{rest.strip()}\n\n{needs}".strip()
    said["x-role"] = operation.role
    said["security"] = [{"token": []}]
    for parameter in said.get("parameters", []):
        parameter["schema"] = _without_null(parameter["schema"])
    if 412 in operation.problems:
        said.setdefault("parameters", []).append(IF_MATCH)
    if operation.keyed:
        said.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    if _tagged(operation):
        said.setdefault("parameters", []).append(IF_NONE_MATCH)
    if operation.consumes:
        body = said.setdefault("requestBody", {"required": True, "content": {}})
        for content in operation.consumes:
            shown = body["content"].setdefault(content.media_type, {})
            body["content"][content.media_type] = _content(content, references) | shown
    said["responses"] = {
        str(answer.status): _answer(answer, references) for answer in operation.answers
    } | {"401": UNAUTHORIZED}
    if _tagged(operation):
        said["responses"]["304"] = NOT_MODIFIED
        said["responses"]["200"].setdefault("headers", {})["ETag"] = TAG
    for status in sorted({*COMMON, *_implied(operation), *operation.problems}):
        said["responses"][str(status)] = _problem(status, references)


def _tagged(operation: Operation) -> bool:
    """Whether its answers get the tag that `unchanged` gives."""
    own = any("ETag" in answer.headers for answer in operation.answers)
    return operation.method == "GET" and not own


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out cannot be null."""
    schema.pop("title", None)
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    described = {name: value for name, value in schema.items() if name != "anyOf"}
    if len(choices) == 1:
        return {**described, **choices[0]}
    return {**described, "anyOf": choices} if choices else schema


def _implied(operation: Operation) -> Iterable[int]:
    if "{" in operation.path:
        yield 404
    if operation.consumes:
        yield 415


def _answer(answer: Answer, references: dict[type[BaseModel], Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"description": answer.description}
    if answer.headers:
        said["headers"] = {
            name: {
                "description": HEADERS[name],
                "required": name in ALWAYS_SENT,
                "schema": {"type": "string"},
            }
            for name in answer.headers
        }
    if answer.contents:
        said["content"] = {
            content.media_type: _content(content, references) for content in answer.contents
        }
    return said


def _content(content: Content, references: dict[type[BaseModel], Any]) -> dict[str, Any]:
    text = {"type": "string"} if isinstance(content.example, str) else {"type": "object"}
    return {
        "schema": references[content.model] if content.model else text,
        "examples": {"example": {"value": content.example}},
    }


def _problem(status: int, references: dict[type[BaseModel], Any]) -> dict[str, Any]:
    example: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": REASONS.get(status, HTTPStatus(status).phrase),
    }
    if status == 400:
        example |= {
            "detail": "limit: should be 200 or less",
            "errors": [{"field": "limit", "message": "should be 200 or less"}],
        }
    content = Content(ProblemDetails, example, PROBLEM_JSON)
    return {
        "description": REASONS.get(status, HTTPStatus(status).phrase),
        "content": {PROBLEM_JSON: _content(content, references)},
    }
