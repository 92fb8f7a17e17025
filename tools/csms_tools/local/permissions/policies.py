"""What a function may do: the statements of its role, and how IAM would judge by them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

_UNDERSTOOD = {"Sid", "Effect", "Action", "Resource"}


class PolicyError(Exception):
    """A statement uses a part of IAM that is not judged here: no start beats a wrong verdict."""


@dataclass(frozen=True)
class Statement:
    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]

    def covers(self, action: str, resource: str) -> bool:
        return any(
            covers(pattern, place, action, resource)
            for pattern, place in product(self.actions, self.resources)
        )


@dataclass(frozen=True)
class Policy:
    """Deny wins, then allow, else no. Decisions are remembered: a function asks for few things."""

    statements: tuple[Statement, ...]
    _decisions: dict[tuple[str, str], bool] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, statements: Iterable[dict[str, Any]]) -> "Policy":
        return cls(tuple(map(_statement, statements)))

    def document(self) -> list[dict[str, Any]]:
        """The statements as `load` takes them, for another process."""
        return [
            {"Effect": each.effect, "Action": [*each.actions], "Resource": [*each.resources]}
            for each in self.statements
        ]

    def listed(self) -> Iterator[tuple[str, str]]:
        """Each action with each resource that is allowed, as the policy spells them."""
        for each in self.statements:
            if each.effect == "Allow":
                yield from product(each.actions, each.resources)

    def allows(self, action: str, resource: str) -> bool:
        asked = (action, resource)
        if asked not in self._decisions:
            effects = {each.effect for each in self.statements if each.covers(*asked)}
            self._decisions[asked] = effects == {"Allow"}
        return self._decisions[asked]


def covers(pattern: str, place: str, action: str, resource: str) -> bool:
    """Whether an action and a resource, with what stands for many, are these."""
    return _matches(pattern, action, re.IGNORECASE) and _matches(place, resource)


def _statement(raw: dict[str, Any]) -> Statement:
    unknown = raw.keys() - _UNDERSTOOD
    if unknown:
        parts = ", ".join(sorted(unknown))
        raise PolicyError(f"{parts} of a policy statement is not judged here: {raw}")
    if raw.get("Effect") not in ("Allow", "Deny") or not {"Action", "Resource"} <= raw.keys():
        raise PolicyError(f"a policy statement needs Effect, Action and Resource: {raw}")
    return Statement(raw["Effect"], _strings(raw["Action"]), _strings(raw["Resource"]))


def _strings(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _matches(pattern: str, value: str, flags: int = 0) -> bool:
    translated = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(translated, value, flags | re.DOTALL) is not None
