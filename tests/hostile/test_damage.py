"""What is wrong in a part of a message costs that part, whatever it is and however much of it.

`make test` takes 700 of them, always the same; `make fuzz` takes 25,200, others each time.
"""

import json
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from csms.inbound import last_seen
from csms.store.provisioned import charge_points
from csms.store.reported import deviations, meter_readings
from csms.store.reported.charge_point_state import FIRST_CONNECTORS, FOR_PEOPLE
from csms.store.reported.meter_readings import MeterReading
from csms.store.table import HistoryItem, StateItem, fetch, query
from csms.store.transactions import Transaction
from tests.actions import ACTIONS
from tests.hostile import frames
from tests.hostile.damage import Damaged, damaged, is_whole, lacks_an_essential
from tests.hostile.effort import examples
from tests.hostile.in_process import speaking_as
from tests.hostile.payloads import official
from tests.stored import everything, orphans_of, provision, reports_of

pytestmark = pytest.mark.timeout(1_800, method="thread")

MINUTE = 60.0
TRANSACTIONS = ("StartTransaction", "StopTransaction", "MeterValues")
ONCE = (*TRANSACTIONS, "SecurityEventNotification")
"""What comes again is the same; a status that is told again has been told again."""

_numbers = count(1)


def said_twice(message: Damaged) -> tuple[str, list[Any], list[set[Any]]]:
    """By a charge point of its own; what it was answered, and the keys of what is there then."""
    charge_point_id = f"DAMAGED-{next(_numbers)}"
    provision(charge_point_id, security_profile=0)
    text = frames.spelled([2, "1", message.action, message.payload])
    answers, stored = [], []
    with speaking_as(charge_point_id) as charge_point:
        for later in (0, MINUTE):
            last_seen._noted.clear()  # another function, which remembers nothing
            deviations._noted.clear()
            answers.append([json.loads(one) for one in charge_point.say(text, later=later)])
            stored.append(keys(charge_point_id, message.action))
    return charge_point_id, answers, stored


def keys(charge_point_id: str, action: str) -> set[tuple[str, str]]:
    """Of all that is kept of a charge point, but for what counts receptions."""
    of_it = [
        item for model in (StateItem, HistoryItem) for item in query(model, f"CP#{charge_point_id}")
    ]
    return {(item.pk, item.sk) for item in [*of_it, *readings(charge_point_id, action)]}


def readings(charge_point_id: str, action: str) -> list[MeterReading]:
    if action not in ("MeterValues", "StopTransaction"):
        return []
    mine = (
        one
        for item in everything(MeterReading.Meta.table_name)
        if item["pk"]["S"].startswith(f"METER#{charge_point_id}#")
        for one in meter_readings.apiece(item)
    )
    return [MeterReading.from_raw_data(item) for item in mine]


@pytest.mark.parametrize("action", ACTIONS)
@examples(50, fuzz=1_800)
@given(data=st.data())
def test_damage_costs_what_is_damaged(action: str, data: st.DataObject, store: None) -> None:
    message = data.draw(damaged(action))
    charge_point_id, (first, second), (once, twice) = said_twice(message)
    assert len(first) == len(second) == 1
    if lacks_an_essential(action, message.payload):
        assert first[0][0] == 4
        assert first[0][2] != "InternalError"
    else:
        assert first[0][0] == 3, first
        kept = KEPT.get(action)
        assert kept is None or kept(charge_point_id, message, first[0][2])
    if action in ONCE:
        assert first == second
        assert once == twice


def _start(charge_point_id: str, message: Damaged, result: Any) -> bool:
    (one,) = fetch(Transaction.of(charge_point_id, result["transactionId"]))
    assert one
    sound = message.sound
    assert one.connector_id == int(Decimal(str(message.payload["connectorId"])))
    assert not message.undamaged("idTag") or one.id_tag == sound["idTag"]
    assert not message.undamaged("meterStart") or one.meter_start == sound["meterStart"]
    assert not message.undamaged("reservationId") or one.reservation_id == sound.get(
        "reservationId"
    )
    return readable(message, one.start_as_sent or {}, {"idTag": one.id_tag})


def _stop(charge_point_id: str, message: Damaged, _: Any) -> bool:
    (orphan,) = orphans_of(charge_point_id)
    number = message.payload.get("transactionId")
    assert orphan.transaction_id == (int(Decimal(str(number))) if is_whole(number) else None)
    assert not message.undamaged("meterStop") or orphan.meter_stop == message.sound["meterStop"]
    assert not message.undamaged("idTag") or orphan.id_tag == message.sound.get("idTag")
    return readable(message, orphan.as_sent or {}, {"idTag": orphan.id_tag})


def _meter_values(charge_point_id: str, message: Damaged, _: Any) -> bool:
    kept = [sample for one in readings(charge_point_id, message.action) for sample in one.samples]
    undamaged = [
        sampled["value"]
        for i, value in enumerate(message.sound["meterValue"])
        for j, sampled in enumerate(value["sampledValue"])
        if message.undamaged("meterValue", i, "sampledValue", j)
        and not {("meterValue",), ("meterValue", i), ("meterValue", i, "sampledValue")}
        & message.places
    ]
    told = [str(one.get("text", one.get("value"))) for one in kept]
    return all(any(_same(value, each) for each in told) for value in undamaged)


def _same(value: str, kept: str) -> bool:
    try:
        return value == kept or float(value.replace(",", ".")) == float(kept)
    except ValueError:
        return False


def _status(charge_point_id: str, message: Damaged, _: Any) -> bool:
    (one,) = fetch(charge_points.ChargePoint.of(charge_point_id))
    assert one
    ((number, kept),) = one.connectors.as_dict().items()
    scant = not 0 <= int(number) < FIRST_CONNECTORS  # what is for people may be cut there
    for name in ("status", "errorCode", *(() if scant else FOR_PEOPLE[:-1])):
        assert not message.undamaged(name) or kept.get(name) == message.sound.get(name)
    if scant:
        for name in FOR_PEOPLE[:-1]:
            sound = message.sound.get(name, "")
            assert not message.undamaged(name) or sound.startswith(kept.get(name, ""))
    if kept["status"] == "Available":
        assert str(message.payload["status"]).strip().casefold() == "available"
    as_sent = kept.get("asSent", "{}")
    return scant or len(as_sent) == 1_000 or readable(message, json.loads(as_sent), kept)


def _boot(charge_point_id: str, message: Damaged, _: Any) -> bool:
    (one,) = fetch(charge_points.ChargePoint.of(charge_point_id))
    assert one
    assert one.boot
    for name in message.sound:
        assert not message.undamaged(name) or one.boot[name] == message.sound[name]
    as_sent = one.boot.get("asSent", "{}")
    return len(as_sent) == 1_000 or readable(message, json.loads(as_sent), one.boot)


def _security_event(charge_point_id: str, message: Damaged, _: Any) -> bool:
    (one,) = reports_of(charge_point_id, message.action)
    assert not message.undamaged("type") or one.payload["type"] == message.sound["type"]
    return readable(message, one.payload.get("asSent", {}), one.payload)


def readable(message: Damaged, as_sent: dict[str, Any], stored: dict[str, Any]) -> bool:
    """Whatever was damaged at the top stands as it came beside the rest, or in its own place."""
    came = {
        place[0]: message.payload[str(place[0])]
        for place in message.places
        if len(place) == 1 and message.payload.get(str(place[0])) is not None
    }
    return all(
        as_sent.get(str(name)) == value
        or stored.get(str(name)) == value
        or _fits(message, name)
        or _by_element(str(name), value, as_sent)
        for name, value in came.items()
    )


def _by_element(name: str, value: Any, as_sent: dict[str, Any]) -> bool:
    """Of a list, what is no element stands there by its place."""
    return isinstance(value, list) and all(
        as_sent.get(f"{name}.{place}") == one
        for place, one in enumerate(value)
        if one is not None and not isinstance(one, dict)
    )


def _fits(message: Damaged, name: Any) -> bool:
    """What has become another valid value is no damage."""
    schema = official(message.action)["properties"][name]
    value = message.payload[name]
    return schema.get("format") == "date-time" or Draft4Validator(schema).is_valid(value)


KEPT = {
    "BootNotification": _boot,
    "MeterValues": _meter_values,
    "SecurityEventNotification": _security_event,
    "StartTransaction": _start,
    "StatusNotification": _status,
    "StopTransaction": _stop,
}
