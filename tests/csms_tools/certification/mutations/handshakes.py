"""What a wrong CSMS makes of handshakes."""

import asyncio
from collections.abc import Callable

from csms_tools.certification.charge_point.transport import (
    Handshake,
    NoConnection,
    Opened,
    Refused,
)
from tests.csms_tools.certification.mutations.mutation import Mutation, Refusal

Which = Callable[[Handshake], bool]


class Admitted:
    """A connection where there should be none; nothing comes over it."""

    opened = Opened("ocpp1.6")

    async def send(self, text: str) -> None: ...

    async def receive(self) -> str:
        await asyncio.Event().wait()
        raise AssertionError

    async def close(self) -> None: ...

    async def abort(self) -> None: ...


def admitted(name: str, expects: str, which: Which = lambda _: True) -> Mutation:
    """The CSMS lets in whom it should refuse."""

    def instead(handshake: Handshake, refusal: Refusal) -> Refusal | None:
        return None if which(handshake) else refusal

    return Mutation(f"{name} is let in", expects, refusals=instead)


def refused_by(name: str, expects: str, refusal: Refusal) -> Mutation:
    """The CSMS refuses in another way."""
    return Mutation(name, expects, refusals=lambda *_: refusal)


def not_opened(name: str, expects: str, which: Which, refusal: Refusal | None = None) -> Mutation:
    """The CSMS refuses whom it should let in."""

    def refuse(handshake: Handshake) -> Handshake:
        if which(handshake):
            raise refusal or Refused(403, {})
        return handshake

    return Mutation(f"{name} is refused", expects, handshake=refuse)


def without_suite(suite: str) -> Mutation:
    refusal = NoConnection("SSLError: alert handshake failure")
    which = f"{suite} opens the connection"
    return not_opened(suite, which, lambda asked: asked.tls.suites == suite, refusal)


def by_password(asked: Handshake) -> bool:
    return "Authorization" in asked.headers


class AfterTheFirst:
    """Whether the handshake shows what the first one did not."""

    def __init__(self, shown: Callable[[Handshake], object]) -> None:
        self._shown = shown
        self._first: dict[str, object] = {}

    def __call__(self, asked: Handshake) -> bool:
        shown = self._shown(asked)
        return self._first.setdefault(asked.url.rpartition("/")[2], shown) != shown


class TheTime:
    """Whether a charge point connects for the so manieth time."""

    def __init__(self, number: int, which: Which = lambda _: True) -> None:
        self._number = number
        self._which = which
        self._times: dict[str, int] = {}

    def __call__(self, asked: Handshake) -> bool:
        whose = asked.url.rpartition("/")[2]
        self._times[whose] = self._times.get(whose, 0) + 1
        return self._times[whose] == self._number and self._which(asked)
