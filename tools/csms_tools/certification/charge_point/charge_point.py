"""The charge point that the cases drive."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from csms_tools.certification.charge_point.frames import Call, CallError, Memory
from csms_tools.certification.charge_point.identity import Identity, basic
from csms_tools.certification.charge_point.journal import Journal
from csms_tools.certification.charge_point.line import Line
from csms_tools.certification.charge_point.schemas import Payload, violations
from csms_tools.certification.charge_point.transport import (
    Handshake,
    NoConnection,
    Open,
    Opened,
    Refused,
    TimedOut,
)
from csms_tools.certification.failures import Failed


class ChargePoint:
    """`handshake` is how it connects from now on.

    `running`: the transactions that it has started and not stopped; `reserved`: the reservations
    that it has accepted, and that were not cancelled.
    """

    def __init__(
        self, identity: Identity, handshake: Handshake, journal: Journal, open: Open, seconds: float
    ) -> None:
        self.identity = identity
        self.handshake = handshake
        self.journal = journal
        self.memory = Memory(set(), {}, [])
        self.running: set[int] = set()
        self.reserved: set[int] = set()
        self._open = open
        self._seconds = seconds
        self._line: Line | None = None
        self._ids = count(1)

    @property
    def id(self) -> str:
        return self.identity.id

    # Connections

    @asynccontextmanager
    async def connected(self, handshake: Handshake | None = None) -> AsyncIterator[Opened]:
        opened = await self.connect(handshake)
        try:
            yield opened
        finally:
            await self.disconnect()

    async def connect(
        self, handshake: Handshake | None = None, expectation: str = "the connection is opened"
    ) -> Opened:
        """Raises Failed if it is not let in."""
        tried = handshake or self.handshake
        self.journal.note("charge point", _described(tried))
        try:
            connection = await self._open(tried, self._seconds)
        except (Refused, NoConnection) as refused:
            self.journal.note("CSMS", str(refused))
            raise Failed(expectation, str(refused)) from None
        self.journal.note("CSMS", f"HTTP 101, {connection.opened.subprotocol}")
        self.journal.opened.append(connection.opened)
        self._line = Line(connection, self.journal, self.memory, self._seconds)
        return connection.opened

    async def disconnect(self, *, abruptly: bool = False) -> None:
        if self._line:
            line, self._line = self._line, None
            await line.close(abruptly=abruptly)

    async def refused(
        self,
        handshake: Handshake,
        expectation: str = "the connection is refused before the upgrade",
    ) -> Refused | NoConnection:
        """How a handshake is refused. Raises Failed if it is not, or not answered at all."""
        self.journal.note("charge point", _described(handshake))
        try:
            connection = await self._open(handshake, self._seconds)
        except (Refused, NoConnection) as refused:
            self.journal.note("CSMS", str(refused))
            if isinstance(refused, TimedOut):
                raise Failed(expectation, str(refused)) from None
            return refused
        await connection.close()
        raise Failed(expectation, "HTTP 101")

    @property
    def is_connected(self) -> bool:
        return self._line is not None

    @property
    def line(self) -> Line:
        """The open connection. Raises Failed if there is none."""
        if self._line is None:
            raise Failed("the charge point is connected")
        return self._line

    def twin(self) -> "ChargePoint":
        """The same charge point with another connection, as when it has lost the first."""
        twin = ChargePoint(self.identity, self.handshake, self.journal, self._open, self._seconds)
        twin.memory, twin.running, twin.reserved = self.memory, self.running, self.reserved
        twin._ids = self._ids
        return twin

    # Messages

    async def call(self, action: str, payload: Payload | None = None) -> Payload:
        """The CALLRESULT of what is valid by the schema. Raises Failed."""
        said = payload or {}
        if wrong := violations(action, said):
            raise ValueError(f"the case itself breaks the schema of {action}: {wrong[0]}")
        answer = await self.ask(action, said)
        if isinstance(answer, CallError):
            seen = f"{answer.code} {answer.description}".rstrip()
            raise Failed(f"{action} is answered by a CALLRESULT", seen)
        if action == "StartTransaction":
            self.running.add(answer["transactionId"])
        elif action == "StopTransaction":
            self.running.discard(said["transactionId"])
        return answer

    async def call_refused(self, action: str, payload: Any) -> CallError:
        """The CALLERROR that answers what may break the schema. Raises Failed if it is none."""
        answer = await self.ask(action, payload)
        if not isinstance(answer, CallError):
            raise Failed(f"{action} is answered by a CALLERROR", json.dumps(answer))
        return answer

    async def ask(
        self, action: str, payload: Any, unique_id: str = "", *too_many: Any
    ) -> Payload | CallError:
        """Whatever answers a CALL, which may break the schema and have an id of its own."""
        return await self.line.call(action, payload, unique_id or self.next_id(), *too_many)

    async def receives(self, action: str) -> Call:
        return await self.line.receives(action)

    async def answer(self, call: Call, payload: Payload) -> None:
        """What is valid by the schema."""
        if wrong := violations(f"{call.action}Response", payload):
            raise ValueError(f"the case itself breaks the schema of {call.action}: {wrong[0]}")
        match call.action, payload:
            case "ReserveNow", {"status": "Accepted"}:
                self.reserved.add(call.payload["reservationId"])
            case "CancelReservation", {"status": "Accepted"}:
                self.reserved.discard(call.payload["reservationId"])
        await self.line.answer(call, payload)

    def next_id(self) -> str:
        return f"{self.id[-8:]}-{next(self._ids)}"

    # Handshakes

    def with_password(self, password: str | bytes) -> Handshake:
        return replace(self.handshake, headers=basic(self.id, password))

    def with_certificate(self, path: Path) -> Handshake:
        """Of security profile 3, which has no password."""
        tls = replace(self.handshake.tls, certificate=path)
        return replace(self.handshake, headers={}, tls=tls)


def _described(handshake: Handshake) -> str:
    tls = handshake.tls
    parts = [
        f"GET {handshake.url}",
        f"Sec-WebSocket-Protocol: {', '.join(handshake.subprotocols)}",
        "with a password" if "Authorization" in handshake.headers else "",
        "with a certificate" if tls.certificate else "",
        tls.suites or "",
        tls.version.name if tls.version else "",
    ]
    return "; ".join(part for part in parts if part)
