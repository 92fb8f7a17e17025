from typing import Any

import pytest

from csms.domain.campaign_plans import Plan
from csms.domain.campaign_turns import (
    BEGINS,
    BOTH,
    Turn,
    is_wanted,
    turn_of,
    what_came,
    what_came_of_key,
)
from csms.store.commands import CommandRecord
from csms.store.commands.jobs import Job
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from tests.support import NOON

BOOT = {"chargePointVendor": "V", "chargePointModel": "M", "firmwareVersion": "1.0"}
HERE = Connection.of("A")


def charge_point(registration: str = "Accepted", boot: dict[str, str] | None = None) -> ChargePoint:
    made = ChargePoint.of("A")
    made.registration, made.boot = registration, BOOT if boot is None else boot
    return made


def plan(**said: Any) -> Plan:
    return Plan.of({"rollout": {"concurrency": 10}} | said)


@pytest.mark.parametrize(
    ("said", "version", "one", "connection", "charges", "counted", "why"),
    [
        ({}, None, charge_point(), HERE, False, "open", ""),
        ({}, "2.0", charge_point(), HERE, False, "open", ""),
        ({}, "1.0", charge_point(), HERE, False, "alreadyInstalled", "its last boot reported 1.0"),
        ({}, "1.0", charge_point(), None, True, "alreadyInstalled", "its last boot reported 1.0"),
        ({}, "1.0", charge_point(boot={}), HERE, False, "open", ""),
        ({}, None, None, None, False, "skipped", "no such charge point is provisioned"),
        ({}, None, charge_point(), None, False, "passedOver", "connection"),
        ({}, None, charge_point("Pending"), HERE, False, "open", ""),
        ({}, None, charge_point("Rejected"), HERE, False, "passedOver", "registration"),
        ({}, None, charge_point(), HERE, True, "passedOver", "charging"),
        ({"whileCharging": "update"}, None, charge_point(), HERE, True, "open", ""),
    ],
)
def test_a_turn_is_taken_waits_or_is_over(
    said: dict[str, Any],
    version: str | None,
    one: ChargePoint | None,
    connection: Connection | None,
    charges: bool,
    counted: str,
    why: str,
) -> None:
    turn = turn_of(plan(**said), version, one, connection, lambda: charges)
    assert (turn.counted, turn.why) == (counted, why)


def test_nobody_asks_whether_one_charges_that_is_not_there() -> None:
    def asked() -> bool:
        raise AssertionError

    assert turn_of(plan(), None, charge_point(), None, asked).why == "connection"
    assert turn_of(plan(whileCharging="update"), None, charge_point(), HERE, asked) == BEGINS


def job(**members: Any) -> Job:
    made = Job.of("A", "update")
    for name, value in members.items():
        setattr(made, name, value)
    return made


ENDED = {"ended_at": NOON, "reason": "why"}


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (None, Turn("failed", "its charge point was deleted meanwhile")),
        (job(), None),
        (job(phase="requested"), None),
        (job(phase="rebooting"), Turn("open", state="rebooting")),
        (job(outcome="installed", **ENDED), Turn("installed", "why", at=NOON)),
        (job(outcome="superseded", **ENDED), Turn("superseded", "why", at=NOON)),
        (job(outcome="failed", sent_at=NOON, **ENDED), Turn("failed", "why", at=NOON)),
        (job(outcome="failed", **ENDED), Turn("passedOver", "connection")),
        (job(outcome="cancelled", **ENDED), Turn("cancelled", "why", at=NOON)),
        (
            job(outcome="failed", repeated_by="next", **ENDED),
            Turn("open", state="requested", command_id="next"),
        ),
    ],
)
def test_what_its_update_came_to_is_its_end(update: Job | None, expected: Turn | None) -> None:
    assert what_came(update, "requested") == expected


@pytest.mark.parametrize(
    ("wanted", "is_so"),
    [
        ({}, True),
        ({"vendor": "V"}, True),
        ({"vendor": "V", "model": "M", "firmwareVersion": "1.0"}, True),
        ({"vendor": "W"}, False),
        ({"vendor": "V", "firmwareVersion": "2.0"}, False),
    ],
)
def test_those_are_wanted_that_have_said_so(wanted: dict[str, str], is_so: bool) -> None:
    assert is_wanted(wanted, charge_point()) is is_so
    assert not is_wanted({"vendor": "V"}, charge_point(boot={}))


def command(status: str, said: str | None = None, late: str | None = None) -> CommandRecord:
    record = CommandRecord.of("A", "c1")
    record.status, record.ended_at = status, NOON
    record.response = {"status": said} if said else None
    record.late_answer = {"response": {"status": late}} if late else None
    return record


@pytest.mark.parametrize(
    ("status", "said", "late", "counted", "why"),
    [
        ("Answered", "Accepted", None, "accepted", "answered Accepted"),
        ("Answered", "RebootRequired", None, "accepted", f"answered RebootRequired: {BOTH}"),
        ("Answered", "Rejected", None, "rejected", "answered Rejected"),
        ("Answered", "NotSupported", None, "rejected", "answered NotSupported"),
        ("CallError", None, None, "rejected", "answered an error"),
        ("TimedOut", None, None, "timedOut", f"TimedOut: {BOTH}"),
        ("TimedOut", None, "Accepted", "accepted", "answered Accepted"),
        ("TimedOut", None, "Rejected", "rejected", "answered Rejected"),
        ("ConnectionLost", None, None, "timedOut", f"ConnectionLost: {BOTH}"),
        ("NotConnected", None, None, "passedOver", "connection"),
        ("NotAccepted", None, None, "passedOver", "registration"),
        (
            "Cancelled",
            None,
            None,
            "cancelled",
            "its command was cancelled before it was sent",
        ),
        ("MalformedAnswer", None, None, "failed", "its command ended as MalformedAnswer"),
    ],
)
def test_what_came_of_a_new_key(
    status: str, said: str | None, late: str | None, counted: str, why: str
) -> None:
    turn = what_came_of_key(command(status, said, late))
    assert turn
    assert (turn.counted, turn.why) == (counted, why)


def test_while_nobody_knows_nothing_has_come_of_it_and_of_none_never_will() -> None:
    assert what_came_of_key(command("Sent")) is None
    assert what_came_of_key(None) == Turn("failed", "its command is gone")
