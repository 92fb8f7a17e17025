"""What spoils C-01, C-03, C-05, C-16, C-17 and C-61."""

from base64 import b64decode
from dataclasses import replace

from csms_tools.certification.charge_point.identity import basic
from csms_tools.certification.charge_point.transport import Handshake, Refused
from tests.csms_tools.certification.mutations.answers import closes
from tests.csms_tools.certification.mutations.handshakes import not_opened, refused_by
from tests.csms_tools.certification.mutations.mutation import (
    Frame,
    Mutation,
    answered,
    late_call,
    never_called,
    not_answered,
    not_recorded,
    recorded,
    told,
)

OPENED = "the connection is opened"


class OnceOnly:
    """Refuses each identity that comes again."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __call__(self, handshake: Handshake) -> bool:
        again = handshake.url in self.seen
        self.seen = {*self.seen, handshake.url} if not again else set()
        return again


def _known(handshake: Handshake) -> Handshake:
    return replace(handshake, url=handshake.url.replace("%zz", "%25"))


def _anybody(handshake: Handshake) -> Handshake:
    """Who is not known is taken for another who is."""
    if not handshake.url.endswith("-unknown"):
        return handshake
    user, _, key = b64decode(handshake.headers["Authorization"][6:]).partition(b":")
    headers = basic(user.decode().removesuffix("-unknown"), key)
    return replace(handshake, url=handshake.url.removesuffix("-unknown"), headers=headers)


def _another_open(named: str, frame: Frame) -> list[Frame]:
    if (frame[0], named) != (2, "ClearCache"):
        return [frame]
    return [frame, [2, "extra-1", "GetLocalListVersion", {}]]


MUTATIONS: dict[str, list[Mutation]] = {
    "C-01": [
        not_opened(
            "what is encoded", OPENED, lambda one: one.url.endswith("2%25"), Refused(404, {})
        ),
        Mutation("anything is decoded", "is refused before the upgrade", handshake=_known),
        not_recorded("boot", "known by its decoded identity"),
    ],
    "C-03": [
        refused_by("401", "is answered HTTP 404", Refused(401, {})),
        Mutation("anybody", "is refused before the upgrade", handshake=_anybody),
        not_opened("who is known", OPENED, lambda one: "-unknown" not in one.url),
        not_answered("Heartbeat"),
    ],
    "C-05": [
        Mutation("two at a time", "one CALL is open at a time", frames=_another_open),
        not_answered("Heartbeat"),
        never_called("GetLocalListVersion"),
        told("GetLocalListVersion", {"listVersion": 7}),
    ],
    "C-16": [
        not_opened("a second connection", OPENED, OnceOnly()),
        never_called("ClearCache"),
        closes("Heartbeat"),
        told("ClearCache", {"status": "Rejected"}),
    ],
    "C-17": [
        late_call("StatusNotification", 3, 0.0),
        not_opened("who does not boot", OPENED, OnceOnly()),
        answered(
            "Authorize", "not without a boot", "Authorize is Accepted", idTagInfo__status="Invalid"
        ),
        never_called("ClearCache"),
        recorded("transaction", "no energy", "of 1500 Wh", lambda one: replace(one, energy=None)),
    ],
    "C-61": [
        not_opened("who comes so soon", OPENED, OnceOnly(), Refused(429, {})),
        not_answered("MeterValues"),
        never_called("ClearCache"),
        recorded("transaction", "it runs", "of 1500 Wh", lambda one: replace(one, stopped=False)),
    ],
}
