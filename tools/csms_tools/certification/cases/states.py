"""The reusable states of the test cases (§3.22 of the case document)."""

from datetime import UTC, datetime
from typing import Any

from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.charge_point.transport import OCPP16
from csms_tools.certification.scenario import Scenario, now

METER_START = 1000  # Wh


async def booted(s: Scenario, *, used: str = "Available") -> Payload:
    """BootNotification, then the status of all connectors; the answer to the boot.

    `used`: the status of the connector of the case.
    """
    boot = {"chargePointVendor": s.settings.vendor, "chargePointModel": s.settings.model}
    boot["chargePointSerialNumber"] = s.charge_point.identity.serial_number
    answer = await s.charge_point.call("BootNotification", boot)
    s.must(answer["status"] == "Accepted", "BootNotification is Accepted", answer)
    s.must(answer["interval"] > 0, "the heartbeat interval is above 0", answer)
    for connector_id in range(s.settings.number_of_connectors + 1):
        status = used if connector_id == s.settings.connector_id else "Available"
        await s.status(status, connectorId=connector_id)
    return answer


async def reconnected(s: Scenario, *, abruptly: bool = False) -> None:
    """The connection ends, with a close frame unless it is abrupt, and there is another."""
    await s.charge_point.line.quiet(s.settings.quiet)
    await s.charge_point.disconnect(abruptly=abruptly)
    opened = await s.charge_point.connect()
    s.must(opened.subprotocol == OCPP16, "the charge point is let in again by ocpp1.6", opened)


async def authorized(s: Scenario, id_tag: str = "", *, standing: str = "Accepted") -> Payload:
    """Authorize is answered with that status; its idTagInfo."""
    tag = id_tag or s.tags.accepted
    info: Payload = (await s.charge_point.call("Authorize", {"idTag": tag}))["idTagInfo"]
    s.must(info["status"] == standing, f"Authorize is {standing}", info)
    return info


async def started(s: Scenario, id_tag: str = "", *, standing: str = "Accepted", **more: Any) -> int:
    """StartTransaction is answered with that status of the id tag; its number."""
    start = {
        "connectorId": s.settings.connector_id,
        "idTag": id_tag or s.tags.accepted,
        "meterStart": METER_START,
        "timestamp": now(),
    }
    answer = await s.charge_point.call("StartTransaction", start | more)
    info = answer["idTagInfo"]
    s.must(info["status"] == standing, f"StartTransaction is {standing}", info)
    number: int = answer["transactionId"]
    s.beyond(0 < number < 2**31, "the transactionId is a positive 32-bit number", number)
    return number


async def charging(s: Scenario, id_tag: str = "", **more: Any) -> int:
    """Authorized, plugged in, started, Charging; the number of the transaction."""
    await authorized(s, id_tag)
    await s.status("Preparing")
    number = await started(s, id_tag, **more)
    await s.status("Charging")
    return number


async def stopped(s: Scenario, number: int, meter_stop: int, **more: Any) -> Payload:
    stop = {"transactionId": number, "meterStop": meter_stop, "timestamp": now()}
    return await s.charge_point.call("StopTransaction", stop | more)


def same_time(one: str | None, other: str) -> bool:
    return one is not None and moment(one) == moment(other)


def moment(text: str) -> datetime:
    """In UTC, if it says nothing else."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
