"""The 14 actions: each is answered by its own function, which shows in what the API then tells."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from csms_tools.operator.client import Document, path
from csms_tools.smoke.keys import new_csr
from csms_tools.smoke.results import must
from csms_tools.smoke.site import BOOT, Site
from csms_tools.smoke.sockets import Line, Payload

METER = 4200  # Wh


@dataclass(frozen=True)
class Visit:
    """What the payloads and their effects are made of; `number`: of a running transaction."""

    id: str
    id_tag: str
    number: int
    csr: str
    at: str


Shown = Callable[[Document, Visit, Payload], object]


@dataclass(frozen=True)
class Said:
    """`answer`: whether it is a good one; `shown`: whether the API tells of it, at `where`."""

    payload: Callable[[Visit], Payload]
    answer: Callable[[Payload], object] = lambda answer: answer == {}
    where: str = ""
    shown: Shown = lambda *_: True
    in_transaction: bool = False


def _status(action: str, status: str, **more: object) -> Said:
    return Said(
        lambda _: {"status": status, **more},
        shown=lambda told, *_: told["statuses"].get(action, {}).get("status") == status,
    )


def _numbers(told: Document) -> list[int]:
    return [one["transactionId"] for one in told["items"]]


def _accepted(answer: Mapping[str, Any]) -> bool:
    return bool(answer.get("idTagInfo", {}).get("status") == "Accepted")


ACTIONS: dict[str, Said] = {
    "Authorize": Said(lambda visit: {"idTag": visit.id_tag}, _accepted),
    "BootNotification": Said(
        lambda visit: BOOT | {"chargePointSerialNumber": visit.id[-12:]},
        lambda answer: answer["status"] == "Accepted",
        shown=lambda told, visit, _: (
            told.get("boot", {}).get("chargePointSerialNumber") == visit.id[-12:]
        ),
    ),
    "DataTransfer": Said(
        lambda _: {"vendorId": "csms.smoke"},
        lambda answer: answer["status"] == "UnknownVendorId",
    ),
    "DiagnosticsStatusNotification": _status("DiagnosticsStatusNotification", "Idle"),
    "FirmwareStatusNotification": _status("FirmwareStatusNotification", "Idle"),
    "Heartbeat": Said(lambda _: {}, lambda answer: "currentTime" in answer),
    "LogStatusNotification": _status("LogStatusNotification", "Idle"),
    "MeterValues": Said(
        lambda visit: {
            "connectorId": 1,
            "transactionId": visit.number,
            "meterValue": [{"timestamp": visit.at, "sampledValue": [{"value": str(METER)}]}],
        },
        where="transactions/{number}/meter-values",
        shown=lambda told, *_: [one for one in told["items"] if one["source"] == "MeterValues"],
        in_transaction=True,
    ),
    "SecurityEventNotification": Said(
        lambda visit: {"type": "StartupOfTheDevice", "timestamp": visit.at},
        where="security-events",
        shown=lambda told, *_: [
            one for one in told["items"] if one["type"] == "StartupOfTheDevice"
        ],
    ),
    "SignCertificate": Said(
        lambda visit: {"csr": visit.csr},
        lambda answer: answer["status"] == "Accepted",
        where="certificate-requests",
        shown=lambda told, *_: told["items"],
    ),
    "SignedFirmwareStatusNotification": _status("SignedFirmwareStatusNotification", "Idle"),
    "StartTransaction": Said(
        lambda visit: {
            "connectorId": 2,
            "idTag": visit.id_tag,
            "meterStart": METER,
            "timestamp": visit.at,
        },
        lambda answer: answer["transactionId"] > 0 and _accepted(answer),
        where="transactions",
        shown=lambda told, _, answer: answer["transactionId"] in _numbers(told),
    ),
    "StatusNotification": Said(
        lambda visit: {
            "connectorId": 1,
            "errorCode": "NoError",
            "status": "Available",
            "timestamp": visit.at,
        },
        shown=lambda told, *_: [one["status"] for one in told["connectors"]] == ["Available"],
    ),
    "StopTransaction": Said(
        lambda visit: {
            "transactionId": visit.number,
            "meterStop": METER + 1,
            "timestamp": visit.at,
        },
        where="transactions/{number}",
        shown=lambda told, *_: told.get("meterStop") == METER + 1,
        in_transaction=True,
    ),
}


async def _check(action: str, site: Site) -> str:
    said, guest = ACTIONS[action], await site.talking()
    async with site.line(guest) as line:
        tag, at = await site.id_tag(), _now()
        number = await _begun(line, tag, at) if said.in_transaction else 0
        visit = Visit(guest.id, tag, number, new_csr(guest.serial_number), at)
        answer = await line.call(action, said.payload(visit))
        must(said.answer(answer.payload), f"it was answered {answer.payload}")
        where = path("charge-points", guest.id)
        where += f"/{said.where.format(number=number)}" if said.where else ""
        shown = await site.shows(where, lambda told: said.shown(told, visit, answer.payload))
        must(shown, f"it was answered, but {where} does not show it")
    return f"{answer.milliseconds} ms"


async def _begun(line: Line, id_tag: str, at: str) -> int:
    begun = {"connectorId": 1, "idTag": id_tag, "meterStart": METER, "timestamp": at}
    number: int = (await line.call("StartTransaction", begun)).payload["transactionId"]
    return number


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


PROVES = "{} is routed to its function and answered, and what it says is kept."

CHECKS: dict[str, Callable[[Site], Awaitable[str]]] = {
    f"action-{action}": partial(_check, action) for action in ACTIONS
}
