"""What a case has at hand: its charge point, its operator, and its checks."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from csms_tools.certification.charge_point.charge_point import ChargePoint
from csms_tools.certification.charge_point.line import Call
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.failures import Failed
from csms_tools.certification.operator.interface import Outcome, Refusal
from csms_tools.certification.operator.records import Records
from csms_tools.certification.settings import Settings
from csms_tools.certification.site import Site, Tags
from csms_tools.certification.verdicts import Check, Kind, Verdict

T = TypeVar("T")


class Scenario:
    def __init__(self, site: Site, charge_point: ChargePoint, url: str) -> None:
        """`url`: what the charge point of this case is given. `left`: what could not be deleted."""
        self.site = site
        self.charge_point = charge_point
        self.url = url
        self.checks: list[Check] = []
        self.left: list[str] = []

    @property
    def settings(self) -> Settings:
        return self.site.settings

    @property
    def tags(self) -> Tags:
        return self.site.tags

    # Checks

    def must(self, condition: object, expectation: str, seen: object = "") -> None:
        """What a test laboratory judges. Raises Failed, which ends the case."""
        if not condition:
            raise Failed(expectation, str(seen))
        self._checked("protocol", expectation)

    def beyond(self, condition: object, expectation: str, seen: object = "") -> None:
        """A check of our own, which fails no verdict."""
        self._checked("beyond", expectation, "" if condition else f"{seen}" or "it is not so")

    async def recorded(
        self,
        expectation: str,
        look: Callable[[Records], Awaitable[T]],
        wanted: Callable[[T], object],
    ) -> None:
        """Whether the CSMS comes to show it, within the time that the settings give."""
        records = self.site.operator.records
        if records is None:
            self._add("record", expectation, Verdict.NOT_CHECKED)
            return
        over = time.monotonic() + self.settings.shown_within
        while not wanted(found := await look(records)):
            if time.monotonic() > over:
                self._checked("record", expectation, str(found))
                return
            await asyncio.sleep(0.1)
        self._checked("record", expectation)

    def _checked(self, kind: Kind, expectation: str, wrong: str = "") -> None:
        verdict = Verdict.FAIL if wrong else Verdict.PASS
        self._add(kind, expectation, verdict, wrong, _line() if wrong else "")

    def _add(
        self, kind: Kind, expectation: str, verdict: Verdict, seen: str = "", line: str = ""
    ) -> None:
        self.checks.append(Check(kind, expectation, verdict, seen, line))

    # What both sides do

    async def commanded(
        self, action: str, payload: Payload | None = None, answer: Payload | None = None
    ) -> Payload:
        """The operator sends a command as given, and is told what the charge point answers.

        `answer`: status Accepted, if nothing else is said. Returns what came.
        """
        sent, said = payload or {}, {"status": "Accepted"} if answer is None else answer
        async with self.command(action, sent) as (call, outcome):
            self.must(
                call.payload == sent, f"{action} leaves as the operator gave it", call.payload
            )
            await self.charge_point.answer(call, said)
            told = await outcome()
        self.told(action, told, said)
        return call.payload

    def command(self, action: str, payload: Payload) -> "_Command":
        """`async with` it: the CALL that comes of it, and what asks for the outcome."""
        return _Command(self, action, payload)

    def told(self, action: str, outcome: Outcome | None, answer: Payload) -> None:
        """Whether the operator is told what the charge point said."""
        expectation = f"the operator is told the answer to {action}"
        if outcome is None:
            self._add("record", expectation, Verdict.NOT_CHECKED)
        elif outcome.response == answer:
            self._checked("record", expectation)
        else:
            self._checked("record", expectation, str(outcome))

    async def status(self, status: str, error_code: str = "NoError", **more: Any) -> None:
        """StatusNotification of the connector, or of another that is named."""
        connector_id = more.pop("connectorId", self.settings.connector_id)
        payload = {"connectorId": connector_id, "errorCode": error_code, "status": status}
        await self.charge_point.call("StatusNotification", payload | {"timestamp": now()} | more)

    def note(self, text: str) -> None:
        """What the operator does."""
        self.charge_point.journal.note("operator", text)


class _Command:
    def __init__(self, scenario: Scenario, action: str, payload: Payload) -> None:
        self._scenario = scenario
        self._action = action
        scenario.note(f"{action} {json.dumps(payload)}")
        self._sending = asyncio.create_task(
            _as_coroutine(scenario.site.operator.command(scenario.charge_point.id, action, payload))
        )

    async def __aenter__(self) -> tuple[Call, Callable[[], Awaitable[Outcome | None]]]:
        """Raises Failed if the operator cannot send it, or it does not come."""
        coming = asyncio.create_task(self._scenario.charge_point.receives(self._action))
        done, _ = await asyncio.wait({coming, self._sending}, return_when="FIRST_COMPLETED")
        try:
            if coming not in done:
                await self._outcome()  # raises if it was refused
            return await coming, self._outcome
        except BaseException:
            coming.cancel()
            await self.__aexit__()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._sending.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await self._sending

    async def _outcome(self) -> Outcome | None:
        try:
            outcome = await self._sending
        except Refusal as refusal:
            raise Failed(f"the operator can send {self._action}", str(refusal)) from None
        self._scenario.note(f"is told {outcome}")
        return outcome


async def _as_coroutine(sending: Coroutine[Any, Any, T] | Awaitable[T]) -> T:
    return await sending


def now(seconds: float = 0) -> str:
    """UTC, so many seconds from now."""
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _line() -> str:
    """The innermost line of a case or trap that is being run."""
    frame = sys._getframe(1)
    while frame.f_back:
        if line := case_line(frame.f_code.co_filename, frame.f_lineno):
            return line
        frame = frame.f_back
    return ""


def case_line(path: str, number: int) -> str:
    parts = Path(path).parts
    if "certification" not in parts:
        return ""
    inner = parts[parts.index("certification") + 1 :]
    return f"{'/'.join(inner)}:{number}" if inner[0] in ("cases", "traps") else ""
