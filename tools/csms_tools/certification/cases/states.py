"""The reusable states of the test cases (§3.22 of the case document)."""

from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.scenario import Scenario, now

METER_START = 1000  # Wh


async def booted(s: Scenario) -> Payload:
    """BootNotification, then the status of all connectors; the answer to the boot."""
    boot = {"chargePointVendor": s.settings.vendor, "chargePointModel": s.settings.model}
    boot["chargePointSerialNumber"] = s.charge_point.identity.serial_number
    answer = await s.charge_point.call("BootNotification", boot)
    s.must(answer["status"] == "Accepted", "BootNotification is Accepted", answer)
    s.must(answer["interval"] > 0, "the heartbeat interval is above 0", answer)
    for connector_id in range(s.settings.number_of_connectors + 1):
        await s.status("Available", connectorId=connector_id)
    return answer


async def authorized(s: Scenario, id_tag: str = "") -> Payload:
    tag = id_tag or s.tags.accepted
    info: Payload = (await s.charge_point.call("Authorize", {"idTag": tag}))["idTagInfo"]
    s.must(info["status"] == "Accepted", "Authorize is Accepted", info)
    return info


async def started(s: Scenario, id_tag: str = "", **more: object) -> int:
    """StartTransaction is Accepted; its number."""
    start = {
        "connectorId": s.settings.connector_id,
        "idTag": id_tag or s.tags.accepted,
        "meterStart": METER_START,
        "timestamp": now(),
    }
    answer = await s.charge_point.call("StartTransaction", start | more)
    info = answer["idTagInfo"]
    s.must(info["status"] == "Accepted", "StartTransaction is Accepted", info)
    number: int = answer["transactionId"]
    return number


async def charging(s: Scenario, id_tag: str = "", **more: object) -> int:
    """Authorized, plugged in, started, Charging; the number of the transaction."""
    await authorized(s, id_tag)
    await s.status("Preparing")
    number = await started(s, id_tag, **more)
    await s.status("Charging")
    return number


async def stopped(s: Scenario, number: int, meter_stop: int, **more: object) -> Payload:
    stop = {"transactionId": number, "meterStop": meter_stop, "timestamp": now()}
    return await s.charge_point.call("StopTransaction", stop | more)
