"""What a release leaves in the two tables, and what its API then tells of it.

`python -m tests.releases.life` writes both, by the functions of today, for the version of today:
once, as it is released, and never again.
"""

import base64
import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from csms import __version__
from tests import conftest, fleet_steps, partition_steps
from tests.actions import ACTIONS, PAYLOADS
from tests.api.support import ask
from tests.counting import world
from tests.csms import command_steps
from tests.outbound import support as commands
from tests.roots import ROOT as A_ROOT
from tests.stored import provision
from tests.support import NOON, Context, Sockets, frame, message

FOLDER = Path(__file__).parent
TABLES = ("csms-state", "csms-history")
LATER = NOON + timedelta(hours=30)  # when it is read
MINUTE = timedelta(minutes=1)

Item = dict[str, Any]
Raw = dict[str, dict[str, Any]]


def live(sockets: Sockets) -> None:
    """A month of a charge point, and beside it CP1, with something of everything."""
    fleet_steps.provisioned()
    for step in partition_steps.steps(sockets):
        for _, run in step.invocations(command_steps.take_tasks()):
            run()
    _provisions()
    command_steps.connected()
    _speaks(sockets)
    _is_commanded()


def _provisions() -> None:
    provision("CP1", security_profile=0, registration="Accepted")
    for path, body in (
        ("/charge-points", {"id": "CP2", "securityProfile": 1, "password": "sixteen-letters!"}),
        ("/id-tags", {"idTag": "FLEET"}),
        ("/id-tags", {"idTag": "CARD-1", "parentIdTag": "FLEET"}),
        ("/id-tags", {"idTag": "CARD-2", "blocked": True}),
        ("/firmware-images", {"location": "https://files.example/2.0.bin", "name": "2.0.bin"}),
    ):
        answered = ask("POST", path, body=body)
        assert answered.status == 201, answered.text
    values = {"vendor": "ACME", "model": "X1", "values": {"HeartbeatInterval": "60"}}
    assert ask("PUT", "/configuration-templates/ACME", body=values).status == 201
    firmware = {"location": "https://files.example/2.0.bin", "firmwareVersion": "2.0"}
    campaign = {"name": "spring", "firmware": firmware, "targets": {"chargePointIds": ["CP2"]}}
    assert ask("POST", "/campaigns", body=campaign).status == 201


def says(action: str, payload: Item, minutes: int, sockets: Sockets, id: str = "CP1") -> Any:
    """The answer of a message of so many minutes after noon."""
    said = len(sockets.posted)
    text = frame(action, payload, f"{action}-{minutes}")
    event = message(text, at=NOON + minutes * MINUTE, charge_point_id=id, route=action)
    assert conftest.handler_of(action)(event, Context()) == {"statusCode": 200}
    return sockets.frames[said][2]


def _speaks(sockets: Sockets) -> None:
    for number, action in enumerate(ACTIONS):
        says(action, PAYLOADS[action], number, sockets)  # its stop ends nothing: an orphan
    start = PAYLOADS["StartTransaction"] | {"connectorId": 2, "idTag": "CARD-1"}
    for minutes in (30, 50):  # the second goes on
        at = (NOON + minutes * MINUTE).isoformat()
        started = says("StartTransaction", start | {"timestamp": at}, minutes, sockets)
        values = [{"timestamp": at, "sampledValue": fleet_steps.SAMPLES}]
        measured = {"connectorId": 2, "transactionId": started["transactionId"]}
        says("MeterValues", measured | {"meterValue": values}, minutes + 1, sockets)
        if minutes == 30:
            stop = {"transactionId": started["transactionId"], "meterStop": 9200, "timestamp": at}
            says("StopTransaction", stop, minutes + 5, sockets)
    says("StatusNotification", MENDED, 70, sockets)
    broken = message('[2,"x","StartTransaction",{"connectorId":"x"}]', route="StartTransaction")
    conftest.handler_of("StartTransaction")(broken, Context())


def _is_commanded() -> None:
    commands.configured(HeartbeatInterval="300", SupportedFeatureProfiles="Core,Reservation")
    for number, (action, payload) in enumerate(COMMANDS.items()):
        commands.ask(action, payload, ANSWERS.get(action), command_id=f"command-{number}")
    command_steps.send("open", "Reset", {"type": "Hard"})
    waits = LATER + timedelta(days=1)
    command_steps.send("waiting", "ClearCache", {}, until=waits)


MENDED = PAYLOADS["StatusNotification"] | {"timestamp": "yesterday", "info": 7}
PROFILE = {
    "chargingProfileId": 7,
    "stackLevel": 1,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}],
    },
}
COMMANDS: dict[str, Item] = {
    "Reset": {"type": "Soft"},
    "ChangeAvailability": {"connectorId": 1, "type": "Inoperative"},
    "ChangeConfiguration": {"key": "HeartbeatInterval", "value": "60"},
    "SetChargingProfile": {"connectorId": 0, "csChargingProfiles": PROFILE},
    "ReserveNow": {
        "connectorId": 1,
        "expiryDate": "2026-06-03T12:00:00Z",
        "idTag": "CARD-1",
        "reservationId": 5,
    },
    "SendLocalList": {
        "listVersion": 1,
        "updateType": "Full",
        "localAuthorizationList": [{"idTag": "CARD-1", "idTagInfo": {"status": "Accepted"}}],
    },
    "InstallCertificate": {
        "certificateType": "CentralSystemRootCertificate",
        "certificate": A_ROOT,
    },
    "GetDiagnostics": {"location": "https://files.example/logs/"},
    "UpdateFirmware": {
        "location": "https://files.example/2.0.bin",
        "retrieveDate": "2026-06-02T00:00:00Z",
    },
    "RemoteStartTransaction": {
        "connectorId": 1,
        "idTag": "CARD-1",
        "chargingProfile": PROFILE
        | {"chargingProfileId": 8, "chargingProfilePurpose": "TxProfile"},
    },
}
ANSWERS: dict[str, Item] = {"GetDiagnostics": {"fileName": "log.zip"}, "UpdateFirmware": {}}

OF_ONE = (
    *("", "/certificate-requests", "/certificates", "/charging-profiles", "/client-certificates"),
    *("/commands", "/configuration", "/connectivity", "/connectors", "/deviations", "/files"),
    *("/firmware-updates", "/jobs", "/local-list", "/messages", "/meter-values", "/orphans"),
    *("/problems", "/refused-calls", "/reservations", "/security-events", "/transactions"),
)
OF_ALL = (
    *("/audit", "/campaigns", "/charge-points", "/charge-points/export", "/client-certificates"),
    *("/configuration-templates", "/deviations", "/firmware-images", "/fleet", "/id-tags"),
    *("/id-tags/export", "/inbox", "/orphans", "/problems", "/reservations", "/root-certificates"),
    *("/security-events", "/transactions"),
)
EACH = {
    "/commands": "commandId",
    "/connectors": "connectorId",
    "/orphans": "digest",
    "/reservations": "reservationId",
    "/transactions": "transactionId",
}


def told() -> Iterator[tuple[str, Any]]:
    """Of every list and each of its items, what the API says of it."""
    for path in OF_ALL:
        yield path, _asked(path)
    for id in ("CP1", "CP2", fleet_steps.CP):
        for name in OF_ONE:
            path = f"/charge-points/{id}{name}"
            answer = _asked(path)
            yield path, answer
            for one in answer.get("items", []) if name in EACH else []:
                yield (each := f"{path}/{one[EACH[name]]}"), _asked(each)
                if name == "/transactions":
                    yield f"{each}/meter-values", _asked(f"{each}/meter-values")


def _asked(path: str) -> Any:
    answered = ask("GET", path, at=LATER, headers={"accept": "application/json"})
    assert answered.status in (200, 404), (path, answered.text)
    return answered.json | ({"status": 404} if answered.status == 404 else {})


# ── The two tables, as JSON ──


def items() -> dict[str, list[Raw]]:
    return {
        table: [
            _spelled(item) for item in conftest.client("dynamodb").scan(TableName=table)["Items"]
        ]
        for table in TABLES
    }


def put(stored: dict[str, list[Raw]]) -> None:
    for table, rows in stored.items():
        for row in rows:
            conftest.client("dynamodb").put_item(TableName=table, Item=_read(row))


def _spelled(item: Raw) -> Raw:
    return {
        name: {kind: base64.b64encode(value).decode() if kind == "B" else value}
        for name, attribute in sorted(item.items())
        for kind, value in attribute.items()
    }


def _read(item: Raw) -> Raw:
    return {
        name: {kind: base64.b64decode(value) if kind == "B" else value}
        for name, attribute in item.items()
        for kind, value in attribute.items()
    }


def write(folder: Path) -> None:
    folder.mkdir()  # what a release has left is not written again
    with world() as (sockets, _):
        live(sockets)
        stored, answers = items(), dict(told())
    (folder / "items.json").write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n")
    (folder / "answers.json").write_text(json.dumps(answers, indent=1, sort_keys=True) + "\n")


def read(folder: Path) -> None:
    """What another release has written, by this one: every list, and each of its items."""
    with world():
        put(json.loads((folder / "items.json").read_text()))
        print(f"{len(dict(told()))} answers of the API")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--read", name]:
            read(Path(name))
        case ["--into", name]:
            write(Path(name))
        case _:
            write(FOLDER / __version__)
