"""What stands between the program and the CSMS, with the mutation of the moment."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from csms_tools.certification.charge_point.transport import (
    Connection,
    Handshake,
    NoConnection,
    Opened,
    Refused,
    open_connection,
)
from csms_tools.certification.operator.interface import Outcome
from tests.csms_tools.certification.mutations.handshakes import Admitted
from tests.csms_tools.certification.mutations.mutation import Frame, Mutation

HONEST = Mutation("nothing", "")
OPERATIONS = {
    "send_local_list": "SendLocalList",
    "fetch_diagnostics": "GetDiagnostics",
    "read_configuration": "GetConfiguration",
    "change_password": "ChangeConfiguration",
    "install_root": "InstallCertificate",
    "delete_root": "DeleteCertificate",
    "renew_certificate": "ExtendedTriggerMessage",
    "reserve": "ReserveNow",
    "cancel_reservation": "CancelReservation",
}

__all__ = ["HONEST", "Opened", "Proxy"]


class Proxy:
    """`open` for the charge point, `operator` for the API."""

    def __init__(self, operator: Any) -> None:
        self.mutation = HONEST
        self.operator = MutatedOperator(operator, self)

    async def open(self, handshake: Handshake, seconds: float) -> Connection:
        spoiled = self.mutation.handshake
        asked = spoiled(handshake) if spoiled else handshake
        try:
            real = await open_connection(asked, seconds)
        except (Refused, NoConnection) as refusal:
            instead = self.mutation.refusals
            if instead is None:
                raise
            if (another := instead(handshake, refusal)) is not None:
                raise another from None
            return Admitted()
        return MutatedConnection(real, self.mutation)


class MutatedOperator:
    def __init__(self, real: Any, proxy: Proxy) -> None:
        self._real = real
        self._proxy = proxy

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._real, name)
        if (action := OPERATIONS.get(name)) is None:
            return real

        async def operate(*who: Any, **how: Any) -> Outcome | None:
            return self._told(action, await real(*who, **how))

        return operate

    @property
    def records(self) -> "MutatedRecords":
        return MutatedRecords(self._real.records, self._proxy)

    async def command(self, charge_point_id: str, action: str, payload: Any) -> Outcome | None:
        return self._told(action, await self._real.command(charge_point_id, action, payload))

    def _told(self, action: str, outcome: Outcome) -> Outcome | None:
        spoiled = self._proxy.mutation.outcome
        return spoiled(action, outcome) if spoiled else outcome


class MutatedRecords:
    def __init__(self, real: Any, proxy: Proxy) -> None:
        self._real = real
        self._proxy = proxy

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def look(*what: Any) -> Any:
            found = await getattr(self._real, name)(*what)
            spoiled = self._proxy.mutation.records
            return spoiled[1](found) if spoiled and spoiled[0] == name else found

        return look


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


class MutatedConnection:
    """The charge point's end; frames of the CSMS come through the mutation."""

    def __init__(self, real: Connection, mutation: Mutation) -> None:
        self._real = real
        self._mutation = mutation
        self._asked: dict[str, str] = {}
        self._waiting: list[str | float] = []
        self.opened = mutation.opened(real.opened) if mutation.opened else real.opened

    async def send(self, text: str) -> None:
        match _read(text):
            case [2, str(unique_id), str(action), *_]:
                self._asked[unique_id] = action
            case [_, str(unique_id), *_] if unique_id.startswith("extra-"):
                return  # the CSMS has not asked
        await self._real.send(text)

    async def receive(self) -> str | bytes:
        while True:
            while self._waiting:
                if isinstance(one := self._waiting.pop(0), str):
                    return one
                await asyncio.sleep(one)
            text = await self._real.receive()
            if self._mutation.frames is None:
                return text
            frame = json.loads(text)
            action = frame[2] if frame[0] == 2 else self._asked.get(frame[1], "")
            spoiled = self._mutation.frames(action, frame)
            if isinstance(spoiled, float):
                spoiled = [spoiled, frame]
            self._waiting = [self._text(each, frame, text) for each in spoiled]

    @staticmethod
    def _text(each: Frame | float, frame: Frame, text: str | bytes) -> str | float:
        if isinstance(each, float):
            return each
        return str(text) if each == frame else json.dumps(each, separators=(",", ":"))

    async def close(self) -> None:
        await self._real.close()

    async def abort(self) -> None:
        await self._real.abort()
