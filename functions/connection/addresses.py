"""Where a charge point is: its own address, not that of the edge it comes through."""

from typing import Any

from connection.authorizer_context import AuthorizerContext


def address(request: dict[str, Any]) -> str:
    """Of a connection's `requestContext`, as the authorizer has noted it.

    API Gateway's own `sourceIp` is CloudFront's address; a connection that was judged before
    there was another has no other.
    """
    edge: str = request["identity"]["sourceIp"]
    return AuthorizerContext.of(request)["address"] or edge
