"""What an operator can see of a charge point once it has answered a command."""

from collections.abc import Callable
from typing import Any

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from tests.conversations.operators import Operators, Payload
from tests.conversations.outgoing import HASHES, LOCATION, PEM, PROFILE

Look = Callable[[Payload], object]


def of_items(*members: str) -> Look:
    def look(told: Payload) -> object:
        return [tuple(item.get(member) for member in members) for item in told["items"]]

    return look


def _availability(told: Payload) -> object:
    return {
        item["connectorId"]: (item["availability"]["type"], item["availability"]["status"])
        for item in told["items"]
    }


def _configuration(told: Payload) -> object:
    return (
        {item["key"]: item["value"] for item in told["items"]},
        [unknown["key"] for unknown in told["unknown"]],
    )


def _reported(told: Payload) -> object:
    return [item["hashData"] for item in told["items"] if "hashData" in item]


def _installed(told: Payload) -> object:
    return [item["pem"] for item in told["items"] if "pem" in item]


def _local_list(told: Payload) -> object:
    return told.get("version"), told["items"], told.get("reportedVersion")


JOBS = "jobs", of_items("action", "requestId", "location", "fileName", "status")
PROFILES = "charging-profiles", of_items("connectorId", "profile")
RESERVATIONS = "reservations", of_items("reservationId", "status")

LOOKS: dict[str, tuple[str, Look]] = {
    "CancelReservation": RESERVATIONS,
    "ChangeAvailability": ("connectors", _availability),
    "ChangeConfiguration": ("configuration", _configuration),
    "ClearChargingProfile": PROFILES,
    "DeleteCertificate": ("certificates", _reported),
    "GetConfiguration": ("configuration", _configuration),
    "GetDiagnostics": JOBS,
    "GetInstalledCertificateIds": ("certificates", _reported),
    "GetLocalListVersion": ("local-list", _local_list),
    "GetLog": JOBS,
    "InstallCertificate": ("certificates", _installed),
    "ReserveNow": RESERVATIONS,
    "SendLocalList": ("local-list", _local_list),
    "SetChargingProfile": PROFILES,
    "SignedUpdateFirmware": JOBS,
    "UpdateFirmware": JOBS,
}


async def look(operators: Operators, action: str, charge_point_id: str) -> object:
    """What the command may change; of the others nothing is remembered."""
    if action in TRIGGERS:
        (charge_point,) = fetch(ChargePoint.of(charge_point_id))
        assert charge_point
        return list(charge_point.triggered.as_dict())
    if action not in LOOKS:
        return None
    resource, of = LOOKS[action]
    reply = await operators.ask("GET", f"/charge-points/{charge_point_id}/{resource}")
    assert reply.status == 200, reply
    return of(reply.body)


TRIGGERS = {"ExtendedTriggerMessage", "TriggerMessage"}

_KEY: object = ({"meterValueSampleInterval": "060"}, [])
_ENTRY = {"idTag": "Card-1", "idTagInfo": {"status": "Accepted"}}

# after an answer of this status; of any other, nothing has changed
AFTER: dict[tuple[str, str | None], Any] = {
    ("CancelReservation", "Accepted"): [(7, "Cancelled")],
    ("CancelReservation", "Rejected"): [(7, "Lost")],
    ("ChangeAvailability", "Accepted"): {1: ("Inoperative", "Accepted")},
    ("ChangeAvailability", "Scheduled"): {1: ("Inoperative", "Scheduled")},
    ("ChangeConfiguration", "Accepted"): _KEY,
    ("ChangeConfiguration", "RebootRequired"): _KEY,
    ("ClearChargingProfile", "Accepted"): [],
    ("DeleteCertificate", "Accepted"): [HASHES[1:]],
    ("DeleteCertificate", "NotFound"): [HASHES[1:]],
    ("ExtendedTriggerMessage", "Accepted"): ["SignChargePointCertificate"],
    ("GetConfiguration", None): ({"HeartbeatInterval": "300"}, ["Nonsense"]),
    ("GetDiagnostics", None): [("GetDiagnostics", None, LOCATION, "diagnostics.zip", "Accepted")],
    ("GetInstalledCertificateIds", "Accepted"): [HASHES],
    ("GetInstalledCertificateIds", "NotFound"): [[]],
    ("GetLocalListVersion", None): (None, [], 9),
    ("GetLog", "Accepted"): [("GetLog", 12, LOCATION, "security.log", "Accepted")],
    ("GetLog", "AcceptedCanceled"): [("GetLog", 12, LOCATION, None, "AcceptedCanceled")],
    ("InstallCertificate", "Accepted"): [PEM],
    **{
        ("ReserveNow", status): [(7, status)]
        for status in ("Accepted", "Faulted", "Occupied", "Rejected", "Unavailable")
    },
    ("SendLocalList", "Accepted"): (3, [_ENTRY], None),
    ("SetChargingProfile", "Accepted"): [(1, PROFILE)],
    **{
        ("SignedUpdateFirmware", status): [("SignedUpdateFirmware", 13, LOCATION, None, status)]
        for status in ("Accepted", "AcceptedCanceled")
    },
    ("TriggerMessage", "Accepted"): ["MeterValues"],
    ("UpdateFirmware", None): [("UpdateFirmware", None, LOCATION, None, "Accepted")],
}
