"""Who asks: what the JWT authorizer has found in the token, and from which address it came."""

from dataclasses import dataclass
from typing import Any

from api.http.roles import Role, role_of


@dataclass(frozen=True)
class Caller:
    """`name` is for people to read, `subject` is who it is."""

    subject: str
    name: str | None
    role: Role | None
    source_ip: str

    @classmethod
    def of(cls, event: dict[str, Any]) -> "Caller":
        """Without a token there are no claims, and so no role."""
        context = event["requestContext"]
        claims = context.get("authorizer", {}).get("jwt", {}).get("claims", {})
        name = claims.get("name") or claims.get("email") or claims.get("cognito:username")
        return cls(
            subject=str(claims.get("sub", "")),
            name=str(name) if name else None,
            role=role_of(claims, event["headers"].get("authorization", "")),
            source_ip=context["http"]["sourceIp"],
        )
