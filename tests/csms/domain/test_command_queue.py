from datetime import datetime, timedelta
from typing import Any

import pytest

from csms.domain.command_queue import Turn, is_alone, judge, may_be_sent
from csms.store.commands import CommandRecord, QueuedCommand, WaitingCommands
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from tests.support import NOON

LATER, BEFORE = NOON + timedelta(hours=1), NOON - timedelta(hours=1)
NO, BEHIND, OWN = Turn.NOBODYS, Turn.BEHIND_THE_OPEN_CALL, Turn.ITS_OWN

START = "RemoteStartTransaction"


def queued(name: str) -> QueuedCommand:
    """As its name says: `RemoteStartTransaction until later`."""
    action, _, until = name.partition(" until ")
    record = CommandRecord.of("CP1", name)
    record.action, record.created_at, record.timeout = action, NOON, 30
    times: dict[str, datetime] = {"later": LATER, "before": BEFORE, "now": NOON}
    record.until = times.get(until)
    return QueuedCommand.of(record, {})


def connection(open_call: str | None) -> Connection:
    made = Connection.of("CP1")
    made.open_call = open_call
    return made


def charge_point(registration: str) -> ChargePoint:
    made = ChargePoint.of("CP1")
    made.registration = registration
    return made


@pytest.mark.parametrize(
    ("registration", "link", "queue", "over", "turn", "first"),
    [
        ("Accepted", "free", [], {}, NO, None),
        ("Accepted", "free", ["Reset"], {}, OWN, "Reset"),
        ("Accepted", "free", ["Reset until later"], {}, OWN, "Reset until later"),
        ("Accepted", "busy", ["Reset"], {}, BEHIND, "Reset"),
        ("Accepted", None, ["Reset"], {"Reset": "NotConnected"}, NO, None),
        ("Accepted", None, ["Reset until later"], {}, NO, None),
        ("Accepted", None, ["Reset until now"], {"Reset until now": "Expired"}, NO, None),
        (
            *("Accepted", "free", ["Reset until before", "ClearCache"]),
            *({"Reset until before": "Expired"}, OWN, "ClearCache"),
        ),
        (
            *("Accepted", "busy", ["Reset until before", "ClearCache"]),
            *({"Reset until before": "Expired"}, BEHIND, "ClearCache"),
        ),
        ("Pending", "free", [START, "Reset"], {START: "NotAccepted"}, OWN, "Reset"),
        ("Pending", "free", [f"{START} until later", "Reset"], {}, OWN, "Reset"),
        ("Pending", "busy", [f"{START} until later"], {}, NO, None),
        ("Rejected", "free", ["Reset"], {"Reset": "NotAccepted"}, NO, None),
        ("Rejected", "free", ["Reset until later"], {}, NO, None),
        ("Rejected", "busy", ["Reset"], {"Reset": "NotAccepted"}, NO, None),
        ("Rejected", None, ["Reset"], {"Reset": "NotConnected"}, NO, None),
        (None, None, ["Reset until later"], {"Reset until later": "Cancelled"}, NO, None),
        (None, "free", ["Reset"], {"Reset": "Cancelled"}, NO, None),
        (None, "busy", ["Reset until before"], {"Reset until before": "Cancelled"}, NO, None),
    ],
)
def test_whose_turn_it_is(
    registration: str | None,
    link: str | None,
    queue: list[str],
    over: dict[str, Any],
    turn: Turn,
    first: str | None,
) -> None:
    judged = judge(
        [queued(name) for name in queue],
        None if registration is None else charge_point(registration),
        None if link is None else connection("c0" if link == "busy" else None),
        NOON,
    )
    assert {one.command_id: why for one, why in judged.over} == over
    assert judged.turn is turn
    assert (judged.first and judged.first.command_id) == first


@pytest.mark.parametrize(
    ("registration", "action", "may"),
    [
        ("Accepted", START, True),
        ("Pending", START, False),
        ("Pending", "RemoteStopTransaction", False),
        ("Pending", "Reset", True),
        ("Rejected", "Reset", False),
    ],
)
def test_what_a_registration_allows(registration: str, action: str, may: bool) -> None:
    assert may_be_sent(charge_point(registration), action) is may


@pytest.mark.parametrize(
    ("registration", "open_call", "waits", "name", "alone"),
    [
        ("Accepted", None, None, "Reset", True),
        ("Accepted", None, [], "Reset until later", True),
        ("Accepted", None, ["c0"], "Reset", False),
        ("Accepted", "c0", None, "Reset", False),
        ("Accepted", None, None, "Reset until now", False),
        ("Pending", None, None, START, False),
        ("Pending", None, None, "Reset", True),
    ],
)
def test_a_new_command_leaves_at_once_where_nothing_is_before_it(
    registration: str, open_call: str | None, waits: list[str] | None, name: str, alone: bool
) -> None:
    counted = None if waits is None else WaitingCommands.of("CP1")
    if counted and waits:
        counted.ids = set(waits)
    link = connection(open_call)
    assert is_alone(queued(name), charge_point(registration), link, counted, NOON) is alone
