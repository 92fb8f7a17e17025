"""C-25, C-29, C-32: what comes again, late, or in another order."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import METER_START, authorized, started
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.scenario import Scenario, now


@case("C-25", "What comes again is answered the same", Profile.TRAPS)
async def c_25_what_comes_again(s: Scenario) -> None:
    """> Start, MeterValues and StopTransaction, each again with another id after a reconnect."""
    start = start_of(s)
    first = await _twice(s, "StartTransaction", start)
    number = first["transactionId"]
    values = {"timestamp": now(), "sampledValue": [{"value": "1111"}]}
    ids = {"connectorId": s.settings.connector_id, "transactionId": number}
    await _twice(s, "MeterValues", ids | {"meterValue": [values]})
    stop = {"transactionId": number, "meterStop": 2500, "timestamp": now()}
    await _twice(s, "StopTransaction", stop | {"idTag": s.tags.accepted})
    again = await s.charge_point.call("StartTransaction", start)
    s.must(again == first, "a start that comes after its stop is answered the same", again)
    s.charge_point.running.discard(number)
    await s.recorded(
        "there is one transaction",
        lambda records: records.transactions(s.charge_point.id),
        lambda found: found == [number],
    )
    await s.recorded(
        "it has stopped after 1500 Wh",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and one.energy == 1500,
    )
    await s.recorded(
        "its meter value is there once",
        lambda records: records.meter_values(s.charge_point.id, number),
        lambda found: found.count("1111") == 1,
    )
    await s.recorded(
        "no stop is left over",
        lambda records: records.orphan_stops(s.charge_point.id),
        lambda orphans: orphans == [],
    )


async def _twice(s: Scenario, action: str, payload: Payload) -> Payload:
    first = await s.charge_point.call(action, payload)
    await s.charge_point.disconnect(abruptly=True)
    await s.charge_point.connect()
    second = await s.charge_point.call(action, payload)
    s.must(second == first, f"{action} that comes again is answered the same", second)
    return first


@case("C-29", "A tag is not concurrent with itself by mistake", Profile.TRAPS)
async def c_29_concurrent_tx(s: Scenario) -> None:
    """> StartTransaction, > Authorize of its tag, > starts on the same connector and another."""
    start = start_of(s)
    number = (await s.charge_point.call("StartTransaction", start))["transactionId"]
    await authorized(s)
    s.must(True, "a tag that charges is Accepted by Authorize")
    again = await s.charge_point.call("StartTransaction", start)
    s.must(again["idTagInfo"]["status"] == "Accepted", "a start that comes again is no other")
    await started(s)
    s.must(True, "a start is Accepted where the stop before it was lost")
    await started(s, connectorId=2)
    await s.recorded(
        "the first transaction is Accepted",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.standing == "Accepted",
    )


@case("C-32", "What was kept offline", Profile.TRAPS)
async def c_32_what_was_kept_offline(s: Scenario) -> None:
    """> Status Charging, > StartTransaction of now; > one of hours ago and its stop, < as fresh."""
    await s.status("Charging")
    running = await started(s)
    begun, ended = now(-7200), now(-3600)
    await s.status("Available", connectorId=2)
    old = await started(s, connectorId=2, timestamp=begun)
    stop = {"transactionId": old, "meterStop": METER_START + 700, "timestamp": ended}
    await s.charge_point.call("StopTransaction", stop | {"reason": "Local"})
    await s.recorded(
        "the old transaction has its own times, and 700 Wh",
        lambda records: records.transaction(s.charge_point.id, old),
        lambda one: one and (one.started_at, one.stopped_at, one.energy) == (begun, ended, 700),
    )
    await s.recorded(
        "the other transaction runs",
        lambda records: records.transaction(s.charge_point.id, running),
        lambda one: one and not one.stopped,
    )
    await s.recorded(
        "the connector is Charging",
        lambda records: records.connector(s.charge_point.id, s.settings.connector_id),
        lambda connector: connector and connector.status == "Charging",
    )


def start_of(s: Scenario) -> Payload:
    return {
        "connectorId": s.settings.connector_id,
        "idTag": s.tags.accepted,
        "meterStart": METER_START,
        "timestamp": now(),
    }
