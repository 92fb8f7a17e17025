"""What a case has at hand: its charge point, its operator, and its checks."""

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from csms_tools.certification.case import running_line
from csms_tools.certification.charge_point.charge_point import ChargePoint
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.commanding import Commanding
from csms_tools.certification.failures import Failed, NotRun
from csms_tools.certification.operator.interface import Outcome
from csms_tools.certification.operator.records import Records
from csms_tools.certification.settings import Settings
from csms_tools.certification.site import Site, Tags
from csms_tools.certification.verdicts import Check, Kind, Verdict

T = TypeVar("T")


class Scenario:
    def __init__(self, site: Site, charge_point: ChargePoint, url: str) -> None:
        """`url`: what the charge point of this case is given. `others`: see `another`."""
        self.site = site
        self.charge_point = charge_point
        self.url = url
        self.checks: list[Check] = []
        self.others: list[ChargePoint] = []

    @property
    def settings(self) -> Settings:
        return self.site.settings

    @property
    def tags(self) -> Tags:
        return self.site.tags

    async def another(self, suffix: str = "-2", *, url: str = "", **different: Any) -> ChargePoint:
        """A charge point that the CSMS knows beside the case's own; `different`: of its Identity.

        `url`: another. It is judged like the case's own at the end, and withdrawn. Raises NotRun,
        Refusal.
        """
        own = self.charge_point
        new = {"id": own.id + suffix, "serial_number": f"SN{secrets.token_hex(8).upper()}"}
        identity = replace(own.identity, **new | different)
        other = await self.site.charge_point(identity, url or self.url, own.journal)
        self.others.append(other)
        return other

    def of(self, charge_point: ChargePoint) -> "Scenario":
        """The same case for another charge point."""
        other = Scenario(self.site, charge_point, self.url)
        other.checks, other.others = self.checks, self.others
        return other

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
        self._add(kind, expectation, verdict, wrong, running_line() if wrong else "")

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

    async def not_sent(self, action: str, payload: Payload) -> None:
        """The operator tries to send it, and it does not come. Raises Failed."""
        sending = self.command(action, payload)
        try:
            await self.charge_point.line.quiet(self.settings.quiet)
        finally:
            await sending.__aexit__()
        self.must(True, f"{action} is not sent")

    async def operated(
        self,
        action: str,
        sending: Awaitable[Outcome | None],
        what: str,
        answer: Payload | None = None,
        *,
        instead: Payload | None = None,
    ) -> Payload:
        """An operation of the CSMS's own has it send a command, whose payload is returned.

        `what`: the operator does, for the report. `answer`: as of `commanded`. `instead`: the
        command that is given as it is where there is no such operation, which else raises NotRun.
        """
        said = {"status": "Accepted"} if answer is None else answer
        try:
            async with Commanding(self.charge_point, action, sending, what) as (call, outcome):
                await self.charge_point.answer(call, said)
                told = await outcome()
        except NotRun:
            if instead is None:
                raise
            return await self.commanded(action, instead, said)
        self.told(action, told, said)
        return call.payload

    def command(self, action: str, payload: Payload) -> Commanding:
        """`async with` it: the CALL that comes of it, and what asks for the outcome."""
        sending = self.site.operator.command(self.charge_point.id, action, payload)
        return Commanding(self.charge_point, action, sending, f"{action} {json.dumps(payload)}")

    def told(self, action: str, outcome: Outcome | None, answer: Payload) -> None:
        """Whether the operator is told what the charge point said."""
        expectation = f"the operator is told the answer to {action}"
        if outcome is None:
            self._add("record", expectation, Verdict.NOT_CHECKED)
        elif outcome.response == answer:
            self._checked("record", expectation)
        else:
            self._checked("record", expectation, str(outcome))

    def told_error(self, action: str, outcome: Outcome | None, code: str) -> None:
        """Whether the operator is told that a CALLERROR came, and its code."""
        expectation = f"the operator is told {code} of {action}"
        if outcome is None:
            self._add("record", expectation, Verdict.NOT_CHECKED)
        else:
            self._checked("record", expectation, "" if outcome.error == code else str(outcome))

    async def status(self, status: str, error_code: str = "NoError", **more: Any) -> None:
        """StatusNotification of the connector, or of another that is named."""
        connector_id = more.pop("connectorId", self.settings.connector_id)
        payload = {"connectorId": connector_id, "errorCode": error_code, "status": status}
        await self.charge_point.call("StatusNotification", payload | {"timestamp": now()} | more)

    def note(self, text: str) -> None:
        """What the operator does."""
        self.charge_point.journal.note("operator", text)


def now(seconds: float = 0) -> str:
    """UTC, so many seconds from now."""
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
