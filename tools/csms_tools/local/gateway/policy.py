"""The answer of a REQUEST authorizer, read as API Gateway reads it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


class Malformed(ValueError):
    """No policy that API Gateway could use: it answers 500."""


@dataclass(frozen=True, slots=True)
class Authorization:
    allowed: bool
    context: dict[str, Any]
    """What `requestContext.authorizer` shows from now on."""


def read(answer: Any, arn: str, latency_ms: int) -> Authorization:
    try:
        statements = answer["policyDocument"]["Statement"]
        principal, context = answer["principalId"], answer.get("context") or {}
        effects = {s["Effect"] for s in _many(statements) if _covers(s, arn)}
    except (TypeError, KeyError, AttributeError) as error:
        raise Malformed(f"the authorizer's answer lacks {error}") from error
    if not isinstance(principal, str) or not isinstance(context, Mapping):
        raise Malformed("principalId must be a string and context an object")
    return Authorization(
        allowed=effects == {"Allow"},
        context={
            "principalId": principal,
            # whether AWS passes empty values on is unproven: nobody may count on them
            **{name: text for name, value in context.items() if (text := _flat(value))},
            "integrationLatency": latency_ms,
        },
    )


def _covers(statement: Mapping[str, Any], arn: str) -> bool:
    return _any_matches(statement["Action"], "execute-api:Invoke") and _any_matches(
        statement["Resource"], arn
    )


def _any_matches(patterns: str | list[str], value: str) -> bool:
    return any(
        re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), value)
        for pattern in _many(patterns)
    )


def _many(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _flat(value: object) -> str:
    """Strings, numbers and booleans arrive as strings; objects and lists are refused."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise Malformed("context values must be strings, numbers or booleans")
