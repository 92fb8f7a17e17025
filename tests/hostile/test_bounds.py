"""Whatever a charge point says, the one item that every message of its writes stays small."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.inbound import last_seen
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.charge_point_state import MOST_CONNECTORS
from csms.store.table import calls
from tests.actions import ACTIONS, PAYLOADS
from tests.conftest import Says
from tests.hostile import frames
from tests.hostile.effort import examples
from tests.hostile.in_process import speaking_as
from tests.stored import provision

pytestmark = pytest.mark.timeout(1_800, method="thread")

MOST = 100_000  # bytes; DynamoDB takes 400 KB, and asks for each KB of it at every heartbeat
LONG = 255 * "\N{ELECTRIC PLUG}"  # four bytes each
LONGEST = -(2**63)  # of all numbers that may name something
ODD = {f"{place}{LONG[:20]}": LONG for place in range(5)}

_numbers = count(1)


def size_of(charge_point_id: str) -> int:
    """Bytes, as DynamoDB counts them."""
    stub = ChargePoint.of(charge_point_id)
    key = {"pk": {"S": stub.pk}, "sk": {"S": stub.sk}}
    arguments = {"TableName": stub.Meta.table_name, "Key": key}
    item = calls.call("GetItem", arguments)["Item"]
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def _size(typed: dict[str, Any]) -> int:
    ((kind, value),) = typed.items()
    match kind:
        case "M":
            members = (len(name.encode()) + _size(one) + 1 for name, one in value.items())
            return 3 + sum(members)
        case "N":
            return len(value) // 2 + 2
        case _:
            return len(str(value).encode())


def test_a_charge_point_that_says_as_much_as_it_can_stays_within_its_item(says: Says) -> None:
    texts = dict.fromkeys(("info", "vendorErrorCode", "vendorId"), LONG)
    for place in range(MOST_CONNECTORS):
        connector_id = place if place < 16 else LONGEST + place
        said = {"connectorId": connector_id, "status": "Available", "errorCode": LONG}
        assert says("StatusNotification", said | texts | ODD) == [3, "unique-1", {}]
    for action in ACTIONS:
        if action.endswith("StatusNotification") and action != "StatusNotification":
            for status in (PAYLOADS[action]["status"], "Idle", LONG):
                says(action, PAYLOADS[action] | ODD | {"status": status, "requestId": LONGEST})
    boot = dict.fromkeys(PAYLOADS["BootNotification"], LONG)
    says("BootNotification", boot | ODD)
    assert MOST / 2 < size_of("CP1") < MOST


@pytest.mark.usefixtures("store")
@examples(25)
@given(st.lists(frames.calls() | frames.wrong_payloads(), min_size=5, max_size=40))
def test_no_message_adds_more_than_its_share(said: list[Any]) -> None:
    charge_point_id = f"GROWING-{next(_numbers)}"
    provision(charge_point_id, security_profile=0)
    with speaking_as(charge_point_id) as charge_point:
        for one in said:
            last_seen._noted.clear()
            charge_point.say(one if isinstance(one, str) else frames.spelled(one))
    assert size_of(charge_point_id) < 12_000 + 1_800 * len(said)
