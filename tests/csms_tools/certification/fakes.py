"""A small CSMS in this process: what a charge point opens, and what its operator does."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from csms_tools.certification.case import Case, Profile
from csms_tools.certification.charge_point.identity import Identity
from csms_tools.certification.charge_point.journal import Entry
from csms_tools.certification.charge_point.transport import Closed, Connection, Handshake, Opened
from csms_tools.certification.operator.interface import IdTag, Outcome, Product
from csms_tools.certification.operator.partial import PartialOperator
from csms_tools.certification.settings import Settings
from csms_tools.certification.site import Site
from csms_tools.certification.verdicts import CaseResult, Check, Verdict

Payload = dict[str, Any]
NOW = "2026-11-22T12:00:00.000Z"
URL = "ws://fake.example/ocpp"


def answers() -> dict[str, Callable[[Payload], Payload]]:
    numbers = count(1)
    accepted = {"idTagInfo": {"status": "Accepted"}}
    boot = {"status": "Accepted", "currentTime": NOW, "interval": 60}
    return {
        "BootNotification": lambda _: boot,
        "Heartbeat": lambda _: {"currentTime": NOW},
        "Authorize": lambda _: accepted,
        "StartTransaction": lambda _: {"transactionId": next(numbers), **accepted},
        "StopTransaction": lambda _: {},
        "StatusNotification": lambda _: {},
        "MeterValues": lambda _: {},
    }


@dataclass
class FakeConnection:
    csms: "FakeCsms"
    opened: Opened = field(default_factory=lambda: Opened("ocpp1.6"))

    def __post_init__(self) -> None:
        self.frames: asyncio.Queue[str | None] = asyncio.Queue()
        self.answered: dict[str, asyncio.Future[Payload]] = {}

    async def send(self, text: str) -> None:
        match json.loads(text):
            case [2, id, action, payload]:
                answer = self.csms.answers[action](payload)
                self.say([3, id, answer])
            case [3, id, payload]:
                self.answered[id].set_result(payload)

    def say(self, frame: list[Any]) -> None:
        self.frames.put_nowait(json.dumps(frame, separators=(",", ":")))

    async def receive(self) -> str | bytes:
        if (text := await self.frames.get()) is None:
            raise Closed(1000, "")
        return text

    async def close(self) -> None:
        self.frames.put_nowait(None)

    async def abort(self) -> None:
        await self.close()


class FakeCsms(PartialOperator):
    """`charge_points` and `id_tags`: what is there. `refuses`: raises what it is told to, once the
    name of a function is the key.
    """

    def __init__(self) -> None:
        self.answers = answers()
        self.charge_points: set[str] = set()
        self.id_tags: set[str] = set()
        self.refuses: dict[str, Exception] = {}
        self.reached: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self.connections: dict[str, FakeConnection] = {}
        self.urls: list[str] = []
        self.slow = 0.0  # seconds that making something takes
        self.asked: list[str] = []  # of functions that may be refused
        self.closed = False
        self._ids = count(1)

    def site(self, **settings: Any) -> Site:
        given: dict[str, Any] = {
            "urls": (URL,),
            "security_profile": 0,
            "patience": 1.0,
            "quiet": 0.01,
            "shown_within": 0.1,
            "heartbeat": 0.01,
        }
        return Site(self, Settings(**given | settings), self.open)

    async def open(self, handshake: Handshake, seconds: float) -> Connection:
        self._raised("open")
        url, _, id = handshake.url.rpartition("/")
        self.urls.append(url)
        self.connections[id] = FakeConnection(self)
        return self.connections[id]

    async def product(self) -> Product:
        self._raised("product")
        return Product("a fake", "1")

    async def create_charge_point(self, identity: Identity, **more: Any) -> None:
        self._raised("create_charge_point")
        await self._made(self.charge_points, identity.id)

    async def delete_charge_point(self, charge_point_id: str) -> None:
        self._raised("delete_charge_point")
        self.charge_points.discard(charge_point_id)

    async def create_id_tag(self, tag: IdTag) -> None:
        self._raised("create_id_tag")
        await self._made(self.id_tags, tag.id_tag)

    async def delete_id_tag(self, id_tag: str) -> None:
        self._raised("delete_id_tag")
        self.id_tags.discard(id_tag)

    async def command(self, charge_point_id: str, action: str, payload: Payload) -> Outcome:
        self._raised("command")
        connection, id = self.connections[charge_point_id], f"call-{next(self._ids)}"
        connection.answered[id] = asyncio.get_running_loop().create_future()
        connection.say([2, id, action, payload])
        return Outcome(await connection.answered[id])

    async def close(self) -> None:
        self.closed = True

    @property
    def is_empty(self) -> bool:
        return not self.charge_points and not self.id_tags

    async def _made(self, among: set[str], name: str) -> None:
        """Like a request that is on its way: whoever waits for it no longer does not stop it."""

        async def making() -> None:
            await asyncio.sleep(self.slow)
            among.add(name)

        await asyncio.shield(asyncio.ensure_future(making()))

    def _raised(self, name: str) -> None:
        self.asked.append(name)
        self.reached[name].set()
        if error := self.refuses.get(name):
            raise error


def a_case(
    run: Callable[[Any], Any] | None = None,
    number: str = "TC_001",
    profile: Profile = Profile.CORE,
    **more: Any,
) -> Case:
    async def nothing(_: Any) -> None:
        """> Heartbeat."""

    return Case(number, f"Case {number}", profile, run or nothing, **more)


def a_result(case: Case | None = None, *checks: Check, **more: Any) -> CaseResult:
    """It has passed, if nothing else is said."""
    given: dict[str, Any] = {"frames": [], "duration": 0.5, "security_profile": 2}
    passed = Check("protocol", "Heartbeat is answered", Verdict.PASS)
    return CaseResult(case or a_case(), checks or (passed,), **given | more)


def failed(expectation: str = "BootNotification is Accepted", seen: str = "Rejected") -> Check:
    return Check("protocol", expectation, Verdict.FAIL, seen, "cases/core/booting.py:17")


def frame(text: str) -> Entry:
    return Entry(0.25, "CSMS", text)
