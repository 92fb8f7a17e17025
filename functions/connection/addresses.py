"""Where a charge point is: its own address, not that of the edge it comes through."""

from typing import Any


def address(request: dict[str, Any]) -> str:
    """Of a connection's `requestContext`, as the authorizer has noted it.

    API Gateway's own `sourceIp` is CloudFront's address; a connection that was judged before
    there was another has no other.
    """
    noted: str = request["authorizer"].get("address") or request["identity"]["sourceIp"]
    return noted
