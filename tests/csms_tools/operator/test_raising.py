"""A charge point is led to a higher security profile: what is asked for, and what ends it."""

import json
from typing import Any

import httpx
import pytest

from csms_tools.commands import Failed
from csms_tools.operator.output import Output
from csms_tools.operator.raising import Raising
from tests.csms_tools.operator.support import Csms

Document = dict[str, Any]


class Fleet:
    """One charge point, which goes to a profile when it is reset, unless it is `stubborn`."""

    def __init__(self, profile: int, **members: Any) -> None:
        self.known: Document = {"securityProfile": profile, "hasPassword": True, "connection": {}}
        self.known |= members
        self.requests: list[Document] = []
        self.certificates: list[Document] = []
        self.says = "Accepted"
        self.stubborn = self.silent = False
        self.rejects = 0
        self.asked: list[str] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        _, _, _, *rest = request.url.path.split("/")
        match rest:
            case []:
                return httpx.Response(200, json=self.known)
            case ["certificate-requests"]:
                return httpx.Response(200, json={"items": self.requests})
            case ["client-certificates"]:
                return httpx.Response(200, json={"items": self.certificates})
        if request.method == "GET":
            return httpx.Response(200, json=self.ended(rest[-1]))
        body = json.loads(request.content or "{}")
        self.asked.append(" ".join([*rest, *map(str, body.values())]))
        self.done(rest[-1], body)
        return httpx.Response(202, json=self.ended(rest[-1]) | {"status": "Sent"})

    def ended(self, action: str) -> Document:
        command = {"commandId": action, "chargePointId": "CP1", "action": action}
        return command | {"status": "Answered", "response": {"status": self.says}}

    def done(self, action: str, body: Document) -> None:
        told = self.known.get("pendingSecurityProfile")
        match action:
            case "authorization-key":
                self.known["hasPassword"] = True
            case "ChangeConfiguration":
                self.known["pendingSecurityProfile"] = int(body["value"])
            case "Reset" if not self.stubborn:
                self.known["connection"]["securityProfile"] = told
                if not self.silent:
                    self.known["securityProfile"] = told
            case "GetConfiguration":
                self.known["securityProfile"] = told
            case "renew":
                number = len(self.requests)
                state = "rejected" if self.stubborn or number < self.rejects else "accepted"
                asked = {"receivedAt": f"2026-{number}", "state": state, "reason": "no room"}
                self.requests.append(asked)


def raised(fleet: Fleet, profile: int = 3, **options: Any) -> list[str]:
    """What was asked for."""
    api = Csms(fleet.answer).api
    raising = Raising(api, Output(True), "CP1", 3, sleep=lambda _: None, **options)
    raising.to(profile)
    return fleet.asked


def step(profile: int) -> list[str]:
    return [f"commands ChangeConfiguration SecurityProfile {profile}", "commands Reset Soft"]


def test_each_profile_is_told_once_what_it_needs_is_there() -> None:
    assert raised(Fleet(0, hasPassword=False), roots=["PEM"]) == [
        "authorization-key",
        *step(1),
        "certificates CentralSystemRootCertificate PEM",
        *step(2),
        "client-certificates renew",
        *step(3),
    ]


def test_what_it_has_is_not_brought_again() -> None:
    fleet = Fleet(1)
    fleet.certificates = [{"status": "valid", "handedOut": "ByHand"}]
    assert raised(fleet) == step(2) + step(3)


def test_what_was_left_is_gone_on_with() -> None:
    assert raised(Fleet(1, pendingSecurityProfile=2), 2) == step(2)[1:]


def test_nothing_is_reset_that_goes_there_by_itself() -> None:
    fleet = Fleet(1)
    fleet.done = lambda *_: fleet.known.update(securityProfile=2)  # type: ignore[method-assign]
    assert raised(fleet, 2, resets=False) == step(2)[:1]


def test_one_that_says_nothing_there_is_asked() -> None:
    fleet = Fleet(1)
    fleet.silent = True
    assert raised(fleet, 2) == [*step(2), "commands GetConfiguration ['SecurityProfile']"]


def test_one_that_does_not_come_is_told_of() -> None:
    fleet = Fleet(1)
    fleet.stubborn = True
    with pytest.raises(Failed, match="after 3 s it has not come at security profile 2"):
        raised(fleet)


def test_one_that_rejects_its_certificate_is_asked_once_more() -> None:
    fleet = Fleet(2)
    fleet.rejects = 1
    assert raised(fleet) == ["client-certificates renew"] * 2 + step(3)


def test_a_certificate_that_it_does_not_take_is_the_end() -> None:
    fleet = Fleet(2)
    fleet.stubborn = True
    with pytest.raises(Failed, match="no room"):
        raised(fleet)
    assert fleet.asked == ["client-certificates renew"] * 2


def test_a_profile_that_it_refuses_is_the_end() -> None:
    fleet = Fleet(1)
    fleet.says = "Rejected"
    with pytest.raises(Failed, match="CP1 answered Rejected"):
        raised(fleet)
    assert fleet.asked == step(2)[:1]
