"""Refuses what a function's policy does not list, whatever client it asks with."""

import re
from collections.abc import Mapping
from typing import Any

from csms_tools.local.permissions.asked import Asked, Parameters, Place, asked
from csms_tools.local.permissions.policies import Policy, covers

_CREDENTIAL = re.compile(r"Credential=([^/,]+)/")

Used = set[tuple[str, str, str]]  # function, action, resource


class Denied(Exception):
    """In IAM's words."""


class Judge:
    """A function signs with a key of its own, which is its name; whoever else asks, may."""

    def __init__(self, place: Place, policies: Mapping[str, Policy]) -> None:
        self.used: Used = set()
        self._place = place
        self._policies = policies

    @classmethod
    def load(cls, told: Mapping[str, Any]) -> "Judge":
        policies = {name: Policy.load(statements) for name, statements in told["policies"].items()}
        return cls(Place(**told["place"]), policies)

    def document(self) -> dict[str, Any]:
        """As `load` takes it, for another process."""
        policies = {name: policy.document() for name, policy in self._policies.items()}
        return {"place": vars(self._place), "policies": policies}

    def unused(self, used: Used) -> list[tuple[str, str, str]]:
        """What no request has asked for: function, action and resource as the policy has them."""
        return [
            (function, action, resource)
            for function, policy in self._policies.items()
            for action, resource in policy.listed()
            if not any(
                function == of and covers(action, resource, what, where) for of, what, where in used
            )
        ]

    def judge(
        self, authorization: str | None, service: str, operation: str, parameters: Parameters
    ) -> None:
        """Raises Denied. `authorization`: the header; `service` as in actions."""
        found = _CREDENTIAL.search(authorization or "")
        function = found[1] if found else ""
        policy = self._policies.get(function)
        if policy is None:
            return
        for each in asked(self._place, service, operation, parameters):
            if not policy.allows(*each):
                raise _denied(function, each)
            self.used.add((function, *each))


def _denied(function: str, asked: Asked) -> Denied:
    action, resource = asked
    return Denied(
        f"User: {function} is not authorized to perform: {action} on resource: {resource} "
        f"because no identity-based policy allows the {action} action"
    )
