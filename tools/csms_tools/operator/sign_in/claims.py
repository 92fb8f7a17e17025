"""What a token says, read without a look at its signature, which is the API's to judge."""

import base64
import json
from typing import Any


def claims_of(token: str) -> dict[str, Any]:
    """Empty if it is no JWT."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def named_by(token: str) -> str:
    """Whom it names for people: as the audit trail does."""
    claims = claims_of(token)
    for name in ("name", "email", "cognito:username", "sub"):
        if claims.get(name):
            return str(claims[name])
    return "somebody of whom the token does not say"


def groups_of(claims: dict[str, Any]) -> list[str]:
    """Of the claims that issuers list groups and roles in; a machine's are its scopes."""
    for name in ("cognito:groups", "roles", "groups", "scope"):
        listed = claims.get(name)
        if listed:
            return [str(one) for one in (listed if isinstance(listed, list) else [listed])]
    return []
