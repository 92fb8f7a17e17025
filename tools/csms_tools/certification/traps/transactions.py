"""C-23, C-24, C-26, C-27: numbers of transactions, and stops that fit none."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import METER_START, started, stopped
from csms_tools.certification.scenario import Scenario, now
from csms_tools.certification.traps.repeating import start_of

UNKNOWN = 2_000_000_001


@case("C-23", "A start is always given a number", Profile.TRAPS)
async def c_23_a_start_is_always_given_a_number(s: Scenario) -> None:
    """> StartTransaction of tags unknown, expired and blocked, < each a number, > the stops."""
    for tag, standing in (
        (s.tags.unknown, "Invalid"),
        (s.tags.expired, "Expired"),
        (s.tags.blocked, "Blocked"),
    ):
        start = start_of(s) | {"idTag": tag}
        answer = await s.charge_point.call("StartTransaction", start)
        info, number = answer["idTagInfo"], answer["transactionId"]
        s.must(info["status"] == standing, f"the start is answered {standing}", info)
        s.must(number > 0, "the number of the transaction is above 0", number)
        await stopped(s, number, METER_START + 10, reason="DeAuthorized")
        await _has_stopped(s, number, standing)


@case("C-24", "Numbers are unique", Profile.TRAPS)
async def c_24_numbers_are_unique(s: Scenario) -> None:
    """> StartTransaction at two charge points and two connectors at once, < other numbers each."""
    other = await s.another()
    async with other.connected():
        numbers = [
            await started(one, connectorId=connector_id)
            for one in (s, s.of(other))
            for connector_id in (1, 2, 1)
        ]
    own, others = numbers[:3], numbers[3:]
    s.must(all(0 < one < 2**31 for one in numbers), "numbers are positive, of 32 bits", numbers)
    unique = len(set(own)) == len(set(others)) == 3
    s.must(unique, "a charge point has no number twice", numbers)
    s.beyond(len(set(numbers)) == len(numbers), "no two charge points share a number", numbers)


@case("C-26", "Every stop is acknowledged", Profile.TRAPS)
async def c_26_every_stop_is_acknowledged(s: Scenario) -> None:
    """> StopTransaction of no transaction, of a stopped one, below its start, < answers to all."""
    number = await started(s)
    await stopped(s, UNKNOWN, 5000)
    await s.recorded(
        "the stop of an unknown transaction is kept",
        lambda records: records.orphan_stops(s.charge_point.id),
        lambda orphans: orphans == [UNKNOWN],
    )
    await s.recorded(
        "a stop of another number stops nothing",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and not one.stopped,
    )
    await stopped(s, number, METER_START - 500)
    await stopped(s, number, 9000, reason="Other")
    s.must(True, "stops that cannot be true are acknowledged")
    await s.recorded(
        "the second stop of a transaction changes nothing",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and one.meter_stop == METER_START - 500,
    )
    values = {"timestamp": now(), "sampledValue": [{"value": "1"}]}
    ids = {"connectorId": s.settings.connector_id, "transactionId": UNKNOWN}
    await s.charge_point.call("MeterValues", ids | {"meterValue": [values]})


@case("C-27", "The number that a charge point never got", Profile.TRAPS)
async def c_27_minus_one(s: Scenario) -> None:
    """> MeterValues and StopTransaction of -1, < as if it were one; nothing else is stopped."""
    number = await started(s)
    values = {"timestamp": now(), "sampledValue": [{"value": "1"}]}
    ids = {"connectorId": 2, "transactionId": -1}
    await s.charge_point.call("MeterValues", ids | {"meterValue": [values]})
    stop = {"transactionId": -1, "meterStop": 5000, "timestamp": now(), "idTag": s.tags.accepted}
    for _ in range(2):
        info = (await s.charge_point.call("StopTransaction", stop)).get("idTagInfo", {})
        standing = info.get("status", "Accepted")
        s.must(standing == "Accepted", "the stop of -1 is answered as if valid", info)
    await s.recorded(
        "the stop of -1 is kept once, though it came twice",
        lambda records: records.orphan_stops(s.charge_point.id),
        lambda orphans: orphans == [-1],
    )
    await s.recorded(
        "the stop of -1 stops nothing",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and not one.stopped,
    )


async def _has_stopped(s: Scenario, number: int, standing: str) -> None:
    await s.recorded(
        f"the transaction of the tag that is {standing} has stopped",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and one.standing == standing,
    )
