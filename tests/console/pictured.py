"""The fleet of the pictures: what a customer may have on an ordinary day, and what goes wrong."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from httpx import AsyncClient as ApiClient

from tests.conversations import running
from tests.conversations.running import CSMS, Csms, InvalidStatus, Line

ENERGY = 5_000.0  # Wh that DEPOT-1 has charged when there is something to see
TAGS = {f"CARD-{number}": "FLEET-7" if number < 4 else "TAXIS" for number in range(1, 6)}
SEED = (
    "chargePoints:\n"
    + "".join(
        f"  - {{id: DEPOT-{number}, securityProfile: 0, serialNumber: SN-{1000 + number}}}\n"
        for number in range(1, 11)
    )
    + "  - {id: YARD-1, securityProfile: 0}\n"
    + "  - {id: YARD-2, securityProfile: 0}\n"
    + "  - {id: OFFICE-1, securityProfile: 1, password: a-password-of-20-let}\n"
    + "idTags:\n"
    + "".join(f"  - {{idTag: {tag}, parentIdTag: {group}}}\n" for tag, group in TAGS.items())
)
ASKED = {
    "TriggerMessage": {"requestedMessage": "Heartbeat"},
    "GetConfiguration": {},
    "ChangeConfiguration": {"key": "MeterValueSampleInterval", "value": "60"},
    "UnlockConnector": {"connectorId": 2},
}
EVENTS = {
    "TamperDetectionActivated": "cover opened",
    "SettingSystemTime": "by 3 s",
    "InvalidFirmwareSignature": "wallbox-9.bin",
}


@contextmanager
def charging(csms: Csms) -> Iterator[None]:
    """At nine of ten, the last of them faulty, minutes pass in seconds; two others are idle."""
    tags = [f"--id-tag={tag}" for tag in TAGS]
    busy = ["--count=9", "--faulty", "--time-scale=20", "--duration=3600"]
    idle = ["--count=2", "--sessions=0"]
    begun = [
        subprocess.Popen(
            [CSMS, "simulate", "--url", csms.ws, f"--id={name}", "--connectors=2", *more, *tags],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name, more in {"DEPOT-{n}": busy, "YARD-{n}": idle}.items()
    ]
    try:
        yield
    finally:
        for one in begun:
            one.terminate()
        for one in begun:
            one.wait()


async def lively(csms: Csms, faulty: Line) -> int:
    """With something to see in each view; the transaction of DEPOT-1 that has a curve."""
    for refused in ("GARAGE-3", "OFFICE-1"):  # unknown; without its password
        with suppress(InvalidStatus):
            async with running.line(f"{csms.ws}/{refused}"):
                pass
    boot = {"chargePointVendor": "ACME", "chargePointModel": "Wallbox 22"}
    await faulty.call("BootNotification", boot)
    status = {"connectorId": 1, "errorCode": "GroundFailure", "status": "Faulted"}
    await faulty.call("StatusNotification", status)
    async with ApiClient(base_url=csms.api, headers=_token(csms), timeout=60) as api:
        number = await _charged(api)
        await _commands(api)
        await _lists(api)
        await _firmware(api)
        await _security(api, faulty)
    return number


async def _charged(api: ApiClient) -> int:
    """Until there is a curve; the transaction that has it."""
    path = "/charge-points/DEPOT-1/transactions"
    while True:
        items = (await api.get(path, params={"limit": 20})).json()["items"]
        for one in items:
            if one["status"] == "running" and one.get("energy", 0) > ENERGY:
                return int(one["transactionId"])
        await asyncio.sleep(1)


def _limit(number: int, purpose: str, connector: int, watts: list[int]) -> dict[str, object]:
    """By day, from midnight, six and twenty o'clock on."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    periods = [
        {"startPeriod": hour * 3600, "limit": limit}
        for hour, limit in zip((0, 6, 20), watts, strict=True)
    ]
    schedule = {
        "startSchedule": midnight.isoformat(),
        "chargingRateUnit": "W",
        "chargingSchedulePeriod": periods,
    }
    profile = {
        "chargingProfileId": number,
        "stackLevel": 0,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Recurring",
        "recurrencyKind": "Daily",
        "chargingSchedule": schedule,
    }
    return {"connectorId": connector, "csChargingProfiles": profile}


async def _commands(api: ApiClient) -> None:
    """Some that were answered, for their history; two of them limit the power."""
    limits = [
        _limit(1, "ChargePointMaxProfile", 0, [44_000, 30_000, 44_000]),
        _limit(2, "TxDefaultProfile", 1, [22_000, 11_000, 22_000]),
    ]
    for action, payload in [*(("SetChargingProfile", each) for each in limits), *ASKED.items()]:
        path = f"/charge-points/DEPOT-1/commands/{action}"
        await api.post(path, json=payload, params={"wait": 20})


async def _lists(api: ApiClient) -> None:
    """A local list, and reservations where nobody charges."""
    await api.post("/id-tags", json={"idTag": "FLEET-7"})
    await api.put("/charge-points/DEPOT-1/local-list", json={"idTags": list(TAGS)})
    for place, tag in enumerate(list(TAGS)[:3]):
        until = datetime.now(UTC) + timedelta(minutes=20 + 45 * place)
        asked = {"connectorId": 1 + place // 2, "idTag": tag, "expiryDate": until.isoformat()}
        await api.post(f"/charge-points/YARD-{1 + place % 2}/reservations?wait=10", json=asked)


async def _firmware(api: ApiClient) -> None:
    """Campaigns, one of which goes to an address that nobody is at; and a log that comes."""
    image = {"name": "wallbox-2.4.0.bin", "vendor": "Serverless", "firmwareVersion": "2.4.0"}
    made = (await api.post("/firmware-images", json=image)).json()
    await api.put(made["upload"], content=b"firmware" * 100_000, headers={"Authorization": ""})
    await asyncio.sleep(2)  # until it is known that it has come
    for name, firmware, first in (
        ("Wallbox 9, from the old server", {"location": "http://127.0.0.1:9/wallbox-9.bin"}, 7),
        ("Autumn update", {"image": made["imageId"], "firmwareVersion": "2.4.0"}, 1),
    ):
        listed = {"chargePointIds": [f"DEPOT-{number}" for number in range(first, 11)]}
        phases = [{"count": 3, "successThreshold": 0.6, "nextPhase": "automatic"}]
        body = {"name": name, "firmware": firmware, "targets": listed, "phases": phases}
        await api.post("/campaigns", json=body | {"whileCharging": "update"})
        await asyncio.sleep(5)
    await api.post("/charge-points/DEPOT-1/logs", json={}, params={"wait": 20})


async def _security(api: ApiClient, faulty: Line) -> None:
    """Certificates, one of which ends soon; and what a charge point reports."""
    for number, days in ((2, 12), (4, 90), (7, 365)):
        body = {"keyType": "EC", "lifetimeDays": days}
        await api.post(f"/charge-points/DEPOT-{number}/client-certificates", json=body)
    for kind, told in EVENTS.items():
        event = {"type": kind, "timestamp": datetime.now(UTC).isoformat(), "techInfo": told}
        await faulty.call("SecurityEventNotification", event)


def _token(csms: Csms) -> dict[str, str]:
    command = [str(CSMS), "token", "--role", "admin", "--api", csms.api]
    token = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return {"Authorization": f"Bearer {token}"}
