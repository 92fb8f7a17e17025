"""Who may do what: three roles, each of which may do all that the one before it may."""

import re
from collections.abc import Mapping
from typing import Literal, get_args

from csms import settings

Role = Literal["viewer", "operator", "admin"]

RANKS: tuple[Role, ...] = get_args(Role)  # the least first


def role_of(claims: Mapping[str, object]) -> Role | None:
    """The highest role in the claim; API Gateway writes an array as `[admin viewer]`."""
    text = str(claims.get(settings.role_claim(), ""))
    named = set(re.split(r"[\s,\[\]]+", text))
    return next((role for role in reversed(RANKS) if role in named), None)


def suffices(role: Role | None, least: Role) -> bool:
    return role is not None and RANKS.index(role) >= RANKS.index(least)
