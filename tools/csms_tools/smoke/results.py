"""What comes of a check."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "failed", "not run"]


class Broken(Exception):
    """The deployment does something else than it should."""


class NotRun(Exception):
    """What the check needs is not there."""


@dataclass(frozen=True)
class Result:
    """`detail`: what was seen, what went wrong, or what is not there."""

    name: str
    status: Status
    detail: str


def must(condition: object, otherwise: str) -> None:
    """Raises Broken."""
    if not condition:
        raise Broken(otherwise)
