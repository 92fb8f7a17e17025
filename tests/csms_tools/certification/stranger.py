"""Somebody else's CSMS, as small as one can be: the `ocpp` package's central system, without TLS.

It answers a few actions, accepts every id tag, asks nobody for a password, and records nothing.
`csms certify --url ws://127.0.0.1:PORT --operator tests.csms_tools.certification.stranger:Stranger
--operator-option port=PORT` starts and judges it.
"""

# mypy: allow-untyped-calls, allow-untyped-decorators
# (the package has no types)

import asyncio
import logging
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import count
from typing import Any

from ocpp.charge_point import camel_to_snake_case, snake_to_camel_case
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import AuthorizationStatus, RegistrationStatus
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from csms_tools.certification.charge_point.identity import Identity
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.failures import NotRun
from csms_tools.certification.operator.interface import IdTag, Outcome, Product
from csms_tools.certification.operator.partial import PartialOperator

COMMANDS = ("RemoteStopTransaction", "Reset", "ClearCache", "UnlockConnector")

_numbers = count(1)

logging.getLogger("ocpp").setLevel(logging.CRITICAL)  # what it does not know is to be expected


def now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def accepted() -> IdTagInfo:
    return IdTagInfo(status=AuthorizationStatus.accepted)


class Connected(ChargePoint):
    @on("BootNotification")
    def boot(self, **_: Any) -> call_result.BootNotification:
        return call_result.BootNotification(now(), 300, RegistrationStatus.accepted)

    @on("Heartbeat")
    def heartbeat(self) -> call_result.Heartbeat:
        return call_result.Heartbeat(now())

    @on("Authorize")
    def authorize(self, **_: Any) -> call_result.Authorize:
        return call_result.Authorize(accepted())

    @on("StartTransaction")
    def started(self, **_: Any) -> call_result.StartTransaction:
        return call_result.StartTransaction(next(_numbers), accepted())

    @on("StopTransaction")
    def stopped(self, **_: Any) -> call_result.StopTransaction:
        return call_result.StopTransaction()

    @on("StatusNotification")
    def status(self, **_: Any) -> call_result.StatusNotification:
        return call_result.StatusNotification()


class Stranger(PartialOperator):
    def __init__(self, port: str) -> None:
        self._port = int(port)
        self._server: Server | None = None
        self._connected: dict[str, Connected] = {}

    async def product(self) -> Product:
        """It starts where it is asked first."""
        self._server = await serve(
            self._serve, "127.0.0.1", self._port, subprotocols=[Subprotocol("ocpp1.6")]
        )
        return Product("a stranger <made of the ocpp package>", "0")

    async def close(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def create_charge_point(self, identity: Identity, **more: Any) -> None:
        """Everybody may come."""

    async def create_id_tag(self, tag: IdTag) -> None:
        """Everybody may charge."""

    async def command(self, charge_point_id: str, action: str, payload: Payload) -> Outcome | None:
        if action not in COMMANDS:
            raise NotRun(f"the stranger does not send {action}")
        request = getattr(call, action)(**camel_to_snake_case(payload))
        answer = await self._connected[charge_point_id].call(request)
        told: Payload = snake_to_camel_case(asdict(answer))
        return Outcome({name: value for name, value in told.items() if value is not None})

    async def _serve(self, socket: ServerConnection) -> None:
        id = str(socket.request.path if socket.request else "").rpartition("/")[2]
        self._connected[id] = Connected(id, socket)
        try:
            await self._connected[id].start()
        except (ConnectionClosed, asyncio.CancelledError):
            return
