"""What a charge point does in a month, each thing once, as events to the functions of the template.

It has two connectors and security profile 2, and says what common ones say.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from api.app import handler as api
from connection import authorizer, connect, disconnect
from csms import credentials
from csms.wire.ocpp16 import spell_time
from tests.api.support import event_of
from tests.conftest import handler_of
from tests.connection import support as handshakes
from tests.stored import provision, provision_id_tag
from tests.support import NOON, RESOURCES, ROOT, Context, Sockets, message
from workflows import reconcile, tasks

BEGINS = NOON
CP, TAG = "CP-DEPOT-0001", "04A1B2C3D4E5F6"
BOOT = {
    "chargePointVendor": "Example Charging",
    "chargePointModel": "Twin 22",
    "chargePointSerialNumber": "EX-22-0000001",
    "chargeBoxSerialNumber": "EX-22-0000001",
    "firmwareVersion": "2.4.0-1187",
    "iccid": "8949020000012345678",
    "imsi": "262011234567890",
    "meterType": "DIN rail, MID",
    "meterSerialNumber": "M-000000001",
}
SAMPLES = [
    {"value": "4300", "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
    {"value": "10980.5", "measurand": "Power.Active.Import", "unit": "W"},
    {"value": "15.9", "measurand": "Current.Import", "unit": "A", "phase": "L1"},
    {"value": "230.1", "measurand": "Voltage", "unit": "V", "phase": "L1-N"},
]

MINUTE = timedelta(minutes=1)

Invocation = tuple[str, Callable[[], object]]


@dataclass
class Step:
    """`bytes_in`: of each frame that comes; `first`: the functions, beside those of tasks."""

    name: str
    first: list[Invocation]
    bytes_in: list[int] = field(default_factory=list)

    def invocations(self, queue: list[dict[str, Any]]) -> Iterator[Invocation]:
        """Those of the step, and of each task that they leave."""
        yield from self.first
        while queue:
            yield "Tasks", partial(_perform, queue.pop(0))


def provisioned() -> None:
    password_hash = credentials.hash_password(handshakes.PASSWORD)
    provision(CP, security_profile=2, password_hash=password_hash)
    provision_id_tag(TAG)


class ChargePoint:
    def __init__(self, sockets: Sockets) -> None:
        self.sockets = sockets
        self.at = BEGINS
        self.connection_id = ""
        self.context: dict[str, Any] = {}
        self.said = 0

    def steps(self) -> Iterator[Step]:
        """One after the other: each is made when the one before has been done."""
        self._connects("first")
        yield self.says("BootNotification", BOOT)
        for connector in (0, 1, 2):
            yield self.status("after a boot", connector, "Available")
        yield self.says("Heartbeat", {})
        yield self.says("Authorize", {"idTag": TAG})
        yield self.status("Preparing", 1, "Preparing")
        start = {"connectorId": 1, "idTag": TAG, "meterStart": 4200, "timestamp": self._now()}
        yield self.says("StartTransaction", start)
        number = self.sockets.frames[-1][2]["transactionId"]
        yield self.status("Charging", 1, "Charging")
        at = self.at  # of the first of those that share an item
        for minutes, sample in enumerate(
            ("MeterValues, the first", "MeterValues", "", "MeterValues, seen")
        ):
            if not sample:  # a minute later it would not be noted that it spoke, in two it is
                continue
            timestamp = at + minutes * MINUTE
            self.at = timestamp
            values = [{"timestamp": spell_time(timestamp), "sampledValue": SAMPLES}]
            said = {"connectorId": 1, "transactionId": number, "meterValue": values}
            yield self.says("MeterValues", said, sample)
        stop = {"transactionId": number, "meterStop": 15300, "timestamp": self._now()}
        yield self.says("StopTransaction", stop | {"idTag": TAG, "reason": "Local"})
        yield self.status("Finishing", 1, "Finishing")
        yield self.status("Available", 1, "Available")
        yield from self._is_commanded()
        self.at += timedelta(hours=2)
        yield Step("disconnect", [("Disconnect", self._disconnects)])
        opening: list[Invocation] = [
            ("Authorizer", self._is_authorized),
            ("Connect", partial(self._opens, "second")),
        ]
        yield Step("connect", opening)
        yield Step("reconcile", [("Reconcile", lambda: reconcile.handler({}, Context()))])

    def says(self, action: str, payload: dict[str, Any], name: str = "") -> Step:
        self.said += 1
        text = json.dumps([2, f"{self.said:08}", action, payload], separators=(",", ":"))
        return self._frame(name or action, action, text)

    def status(self, name: str, connector: int, status: str) -> Step:
        said = {"connectorId": connector, "errorCode": "NoError", "status": status}
        named = f"StatusNotification, {name}" + (f" {connector}" if name == "after a boot" else "")
        return self.says("StatusNotification", said | {"timestamp": self._now()}, named)

    def _frame(self, name: str, action: str, text: str) -> Step:
        self.at += timedelta(minutes=5)
        event = message(text, at=self.at, charge_point_id=CP, route=action)
        event["requestContext"]["connectionId"] = self.connection_id
        event["requestContext"]["authorizer"] = self.context
        function = action if action in RESOURCES else "Default"
        return Step(
            name, [(function, partial(handler_of(action), event, Context()))], [len(text.encode())]
        )

    def _is_commanded(self) -> Iterator[Step]:
        """A remote start, and what it answers."""
        path = f"/charge-points/{CP}/commands/RemoteStartTransaction"
        body = {"connectorId": 1, "idTag": TAG}
        asked = event_of("POST", path, role="operator", body=body, at=self.at)
        yield Step("command", [("Api", partial(api, asked, Context(29)))])
        answer = json.dumps([3, self.sockets.frames[-1][1], {"status": "Accepted"}])
        yield self._frame("command, answered", "$default", answer)

    def _connects(self, connection_id: str) -> None:
        self._is_authorized()
        self._opens(connection_id)

    def _is_authorized(self) -> None:
        event = handshakes.event("authorizer")
        event["headers"] |= {"x-ocpp-identity": CP, "Authorization": handshakes.basic(CP)}
        event["requestContext"]["requestTimeEpoch"] = self._epoch()
        self.context = authorizer.handler(event, Context())["context"]

    def _opens(self, connection_id: str) -> None:
        self.connection_id = connection_id
        event = handshakes.event("connect")
        event["requestContext"] |= {
            "connectionId": connection_id,
            "requestTimeEpoch": self._epoch(),
            "authorizer": self.context,
        }
        assert connect.handler(event, Context())["statusCode"] == 200

    def _disconnects(self) -> None:
        event = handshakes.event("disconnect")
        event["requestContext"] |= {
            "connectionId": self.connection_id,
            "connectedAt": int(BEGINS.timestamp() * 1000),
            "requestTimeEpoch": self._epoch(),
            "authorizer": self.context,
        }
        disconnect.handler(event, Context())

    def _epoch(self) -> int:
        return int(self.at.timestamp() * 1000)

    def _now(self) -> str:
        return spell_time(self.at)


def _perform(task: dict[str, Any]) -> None:
    event = json.loads((ROOT / "events" / "tasks.json").read_text())
    del event["Records"][1:]
    event["Records"][0]["body"] = json.dumps(task)
    done = tasks.handler(event, Context())
    assert done == {"batchItemFailures": []}
