"""What one charge point and its operators do, by the front door, before it is multiplied."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from benchmarks.charge_point import Payload, meter_values
from benchmarks.line import Line
from benchmarks.operator_api import Operator
from benchmarks.systems import System

SESSIONS = 10  # transactions of it, the last of which goes on
BETWEEN = 0.02  # seconds: what a session leaves is told from others by its times
SETTLED = 1.0  # seconds, until what comes after an answer and after a cut is stored
SAMPLES = 5  # MeterValues of each

Say = Callable[[str, Payload], Awaitable[Any]]
Ask = Callable[..., Awaitable[Any]]
"""`await ask(method, path, body)`: the answer's JSON."""
Command = Callable[[str, Payload, Payload], Awaitable[None]]
"""`await command(action, payload, response)`: sent, and answered so by the charge point."""


def charge_point_id(number: int) -> str:
    return f"GROWTH-{number:05}"


def id_tag(number: int, session: int) -> str:
    return f"{charge_point_id(number)}-{session}"


async def provisioned(ask: Ask, number: int) -> None:
    """Before it connects."""
    for session in range(SESSIONS):
        await ask("POST", "/id-tags", {"idTag": id_tag(number, session)})
    await ask("POST", "/charge-points", {"id": charge_point_id(number), "securityProfile": 0})


async def lived(say: Say, command: Command, number: int, root: str) -> list[datetime]:
    """Its life; when each of its transactions began. What is of none of them comes before."""
    await say("BootNotification", {"chargePointVendor": "Growth", "chargePointModel": "Grown"})
    for connector in (0, 1, 2):
        await say("StatusNotification", _status(connector, "Available"))
    for action, payload, response in _commands(number, root):
        await command(action, payload, response)
    await say("DiagnosticsStatusNotification", {"status": "Uploading"})
    await say("DiagnosticsStatusNotification", {"status": "Uploaded"})
    await say("SecurityEventNotification", {"type": "Tampered", "timestamp": _now()})
    await say("StatusNotification", _status(2, "Available") | {"errorCode": "Error"})
    await say("StatusNotification", _status(-2, "Faulted"))
    stopped = {"transactionId": 4711, "meterStop": 1, "timestamp": _now()}
    await say("StopTransaction", stopped)
    began: list[datetime] = []
    for session in range(SESSIONS):
        await asyncio.sleep(BETWEEN)
        began.append(datetime.now(UTC))
        await asyncio.sleep(BETWEEN)
        await _session(say, id_tag(number, session), session)
    return began


async def _session(say: Say, tag: str, session: int) -> None:
    meter = 1000 * session
    await say("Heartbeat", {})
    await say("Authorize", {"idTag": tag})
    await say("StatusNotification", _status(1, "Preparing"))
    start = {"connectorId": 1, "idTag": tag, "meterStart": meter, "timestamp": _now()}
    transaction = (await say("StartTransaction", start))["transactionId"]
    await say("StatusNotification", _status(1, "Charging"))
    for sample in range(SAMPLES):
        await say("MeterValues", meter_values(transaction, meter + 100 * sample))
    if session == SESSIONS - 1:
        return
    stop = {"transactionId": transaction, "meterStop": meter + 600, "timestamp": _now()}
    await say("StopTransaction", stop | {"idTag": tag})
    await say("StatusNotification", _status(1, "Available"))


def _commands(number: int, root: str) -> list[tuple[str, Payload, Payload]]:
    """Each with its payload and the charge point's answer; nothing waits for anything after."""
    keys = [{"key": f"Key{place}", "readonly": False, "value": "1"} for place in range(40)]
    profile = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}],
        },
    }
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="milliseconds")
    reservation = {"connectorId": 2, "reservationId": 1, "idTag": id_tag(number, 0)}
    entries = [{"idTag": f"LOCAL-{n}", "idTagInfo": {"status": "Accepted"}} for n in range(20)]
    whole = {"listVersion": 1, "updateType": "Full", "localAuthorizationList": entries}
    installed = {"certificateType": "CentralSystemRootCertificate", "certificate": root}
    accepted = {"status": "Accepted"}
    return [
        ("GetConfiguration", {}, {"configurationKey": keys}),
        ("SetChargingProfile", {"connectorId": 1, "csChargingProfiles": profile}, accepted),
        ("ReserveNow", reservation | {"expiryDate": later}, accepted),
        ("CancelReservation", {"reservationId": 1}, accepted),
        ("SendLocalList", whole, accepted),
        ("InstallCertificate", installed, accepted),
        ("GetDiagnostics", {"location": "https://uploads.example/"}, {"fileName": "it.zip"}),
        ("ChangeAvailability", {"connectorId": 1, "type": "Operative"}, accepted),
    ]


def _status(connector: int, status: str) -> Payload:
    state = {"connectorId": connector, "errorCode": "NoError", "status": status}
    return state | {"timestamp": _now()}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


async def record(system: System, root: str) -> list[datetime]:
    """The life of number 0 at a `csms up`; when each transaction began."""
    async with aiohttp.ClientSession() as session:
        ask = Operator(system, session).ask
        await provisioned(ask, 0)
        line = await Line.open(system.url.replace("{id}", charge_point_id(0)))

        async def say(action: str, payload: Payload) -> Any:
            return (await line.call(action, payload))[2]

        async def command(action: str, payload: Payload, response: Payload) -> None:
            line.replies[action] = response
            path = f"/charge-points/{charge_point_id(0)}/commands/{action}?wait=20"
            await ask("POST", path, payload)

        began = await lived(say, command, 0, root)
        line.cut()
        await asyncio.sleep(SETTLED)
    return began
