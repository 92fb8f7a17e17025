"""What the authorizer has found of a connection, as the connection's routes are told it."""

from typing import Any


class AuthorizerContext(dict[str, Any]):
    """Of a `requestContext`. Whether API Gateway passes empty values on is unproven: what is
    missing, or null, is an empty text.
    """

    @classmethod
    def of(cls, request: dict[str, Any]) -> "AuthorizerContext":
        return cls({name: value or "" for name, value in request["authorizer"].items()})

    def __missing__(self, name: str) -> str:
        return ""
