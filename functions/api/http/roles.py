"""Who may do what: three roles, each of which may do all that the one before it may."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from csms import settings

Role = Literal["viewer", "operator", "admin"]

RANKS: tuple[Role, ...] = get_args(Role)  # the least first
_SCOPES = {f"role/{role}": role for role in RANKS}


def role_of(claims: Mapping[str, object], authorization: str = "") -> Role | None:
    """The highest role in the claim: of what is exactly a role, or a group that stands for one.

    A machine of the stack's own pool is in no group; its role is a scope, `role/operator`.

    `authorization`: the header with the token that API Gateway has verified, see `_names`.
    """
    claim = settings.role_claim()
    text = str(claims.get(claim, ""))
    stand_for = {role: role for role in RANKS} | settings.roles_of_groups()
    named = {stand_for.get(name) for name in _names(text, _payload(authorization).get(claim))}
    if (machine := settings.machine_client()) and claims.get("client_id") == machine:
        named |= {_SCOPES.get(scope) for scope in str(claims.get("scope", "")).split()}
    return next((role for role in reversed(RANKS) if role in named), None)


def _names(text: str, told: object) -> Sequence[str]:
    """What the claim lists.

    API Gateway joins a list by spaces, which a group's name may have too: `[Parking admin]` is one
    group or two. What it joined, the token tells; where that is not what API Gateway says, only
    what cannot be read in another way counts.
    """
    if text == told:
        return [text]
    if isinstance(told, list) and text == f"[{' '.join(map(str, told))}]":
        return [name for name in told if isinstance(name, str)]
    if not (text.startswith("[") and text.endswith("]")):
        return [text]
    return [] if " " in text else [text[1:-1]]


def _payload(authorization: str) -> dict[str, Any]:
    """Of a JWT, whose signature is not looked at here; empty if it is none."""
    try:
        part = authorization.rpartition(" ")[2].split(".")[1]
        payload = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return payload if isinstance(payload, dict) else {}


def suffices(role: Role | None, least: Role) -> bool:
    return role is not None and RANKS.index(role) >= RANKS.index(least)
