import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from csms.outbound import context, sending
from csms.outbound.sending import KeyReused, NoSuchChargePoint, Objection, Unsendable
from csms.store import commands
from csms.store.commands import transitions
from csms.store.reported.connections import closed
from outbound import COMMANDS
from tests.conftest import Says
from tests.csms.command_steps import (
    CP,
    answer,
    connected,
    drain,
    found,
    key_of,
    open_call,
    send,
    status,
    take_tasks,
    tasks,
)
from tests.stored import messages_of_day, provision, set_registration
from tests.support import NOON, Sockets

REMOTE_START = {"idTag": "CARD-1"}
BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def test_a_command_is_sent_at_once_and_carries_its_own_id(sockets: Sockets) -> None:
    record = send("c1")
    assert sockets.posted == [("one", [2, "c1", "Reset", {"type": "Soft"}])]
    assert (record.status, record.sent_at, record.connection_id) == ("Sent", NOON, "one")
    assert (record.created_by, record.timeout) == ("olga", 30)
    assert open_call() == "c1"


def test_a_second_one_waits_for_the_answer_to_the_first(sockets: Sockets) -> None:
    send("c1")
    assert send("c2").status == "Queued"
    assert len(sockets.posted) == 1
    answer("c1")
    assert [frame[1] for frame in sockets.frames] == ["c1", "c2"]
    assert (status("c2"), open_call()) == ("Sent", "c2")


def test_they_leave_in_the_order_in_which_they_were_asked_for(sockets: Sockets) -> None:
    for command_id in ("c1", "c2", "c3", "c4"):
        send(command_id)
    for command_id in ("c1", "c2", "c3", "c4"):
        answer(command_id)
    assert [frame[1] for frame in sockets.frames] == ["c1", "c2", "c3", "c4"]


def test_a_command_is_kept_for_as_long_as_it_may_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMAND_RETENTION_DAYS", "1")
    assert send("c1", until=NOON + timedelta(days=7)).expires_at == NOON + timedelta(days=8)
    assert send("c2", until=datetime.max.replace(tzinfo=UTC)).expires_at is None


def data(size: int, letter: str = "x") -> dict[str, str]:
    """For a DataTransfer whose frame has so many bytes of UTF-8."""
    around = len('[2,"c1","DataTransfer",{"vendorId":"v","data":""}]')
    each = len(json.dumps(letter)) - 2  # what is beyond ASCII leaves escaped
    number, rest = divmod(size - around, each)
    return {"vendorId": "v", "data": letter * number + "x" * rest}


@pytest.mark.parametrize("letter", ["x", "ü", "\N{ELECTRIC PLUG}", '"'])
def test_what_no_frame_can_carry_is_refused_and_leaves_nothing(
    letter: str, sockets: Sockets
) -> None:
    with pytest.raises(Unsendable, match="32769 bytes, and 32768 at most"):
        send("c1", "DataTransfer", data(32 * 1024 + 1, letter), force=True)
    assert commands.find(CP, "c1") is None
    assert tasks() == []
    assert send("c1", "DataTransfer", data(32 * 1024, letter)).status == "Sent"
    assert len(sockets.sizes) == 1
    assert sockets.sizes == [32 * 1024]


@pytest.mark.parametrize(
    ("action", "payload", "instead"),
    [
        (
            "SendLocalList",
            {
                "updateType": "Full",
                "localAuthorizationList": [
                    {"idTag": f"TAG-{number}", "idTagInfo": {"status": "Accepted"}}
                    for number in range(800)
                ],
            },
            "Differential",
        ),
        (
            "SetChargingProfile",
            {
                "connectorId": 1,
                "csChargingProfiles": {
                    "stackLevel": 0,
                    "chargingProfilePurpose": "TxDefaultProfile",
                    "chargingProfileKind": "Absolute",
                    "chargingSchedule": {
                        "chargingRateUnit": "A",
                        "chargingSchedulePeriod": [
                            {"startPeriod": number, "limit": 16.0} for number in range(1000)
                        ],
                    },
                },
            },
            "fewer periods",
        ),
    ],
)
def test_what_is_too_large_is_told_how_to_do_otherwise(
    action: str, payload: dict[str, Any], instead: str
) -> None:
    with pytest.raises(Unsendable, match=instead):
        send("c1", action, payload, force=True)


def test_without_a_connection_it_fails_at_once(sockets: Sockets) -> None:
    closed(CP, "one")
    record = send("c1")
    assert (record.status, record.ended_at) == ("NotConnected", NOON)
    assert sockets.posted == []
    assert tasks() == []


def test_or_it_waits_as_long_as_it_may() -> None:
    closed(CP, "one")
    assert send("c1", until=NOON + timedelta(hours=1)).status == "Queued"


def test_an_unknown_charge_point_is_told() -> None:
    with pytest.raises(NoSuchChargePoint):
        sending.send(
            COMMANDS,
            "Reset",
            sending.Order(
                charge_point_id="CP9",
                command_id="c1",
                payload={"type": "Soft"},
                by="olga",
                at=NOON,
                timeout=30,
            ),
        )


@pytest.mark.parametrize(
    "payload", [{}, {"type": "soft"}, {"type": None}, {"type": "Soft", "more": 1}, {"type": 1}]
)
def test_what_breaks_the_schema_is_refused_and_leaves_nothing(
    payload: dict[str, Any], sockets: Sockets
) -> None:
    with pytest.raises(ValidationError):
        send("c1", payload=payload)
    assert commands.find(CP, "c1") is None
    assert sockets.posted == []


def test_what_makes_no_sense_is_refused_and_passed_with_force(sockets: Sockets) -> None:
    with pytest.raises(Objection, match="connector"):
        send("c1", "UnlockConnector", {"connectorId": 0})
    assert sockets.posted == []
    assert send("c1", "UnlockConnector", {"connectorId": 0}, force=True).forced
    assert sockets.frames == [[2, "c1", "UnlockConnector", {"connectorId": 0}]]


@pytest.mark.parametrize(
    ("registration", "action", "payload", "sent"),
    [
        ("Pending", "RemoteStartTransaction", REMOTE_START, False),
        ("Pending", "RemoteStopTransaction", {"transactionId": 7}, False),
        ("Pending", "Reset", {"type": "Soft"}, True),
        ("Pending", "GetConfiguration", {}, True),
        ("Rejected", "Reset", {"type": "Soft"}, False),
        ("Rejected", "GetConfiguration", {}, False),
    ],
)
def test_to_pending_all_but_remote_start_and_stop_to_rejected_nothing(
    registration: Any, action: str, payload: dict[str, Any], sent: bool, sockets: Sockets
) -> None:
    set_registration(CP, registration)
    if sent:
        send("c1", action, payload, force=True)
    else:
        with pytest.raises(Unsendable, match=registration):
            send("c1", action, payload, force=True)
    assert bool(sockets.posted) is sent


@pytest.mark.parametrize(
    ("told", "action", "payload", "sent"),
    [
        ("Pending", "RemoteStartTransaction", REMOTE_START, False),
        ("Pending", "Reset", {"type": "Soft"}, True),
        ("Rejected", "Reset", {"type": "Soft"}, False),
    ],
)
def test_one_that_is_accepted_and_has_not_heard_so_is_treated_as_it_was_told(
    told: Any, action: str, payload: dict[str, Any], sent: bool, says: Says, sockets: Sockets
) -> None:
    told_and_then_accepted(told, says)
    sockets.posted.clear()
    if sent:
        send("c1", action, payload, force=True)
    else:
        with pytest.raises(Unsendable, match=f"last told {told}"):
            send("c1", action, payload, force=True)
    assert bool(sockets.posted) is sent


def test_what_may_wait_waits_until_it_has_heard(says: Says, sockets: Sockets) -> None:
    told_and_then_accepted("Pending", says)
    waits = send("c1", "RemoteStartTransaction", REMOTE_START, until=NOON + HOUR, force=True)
    assert waits.status == "Queued"
    drain()
    assert status("c1") == "Queued"
    says("BootNotification", BOOT)
    assert {"task": "drain", "chargePointId": CP} in take_tasks()
    drain()
    assert status("c1") == "Sent"


def test_what_operators_have_not_accepted_may_not_even_wait(says: Says) -> None:
    set_registration(CP, "Pending")
    with pytest.raises(Unsendable, match="registration is Pending"):
        send("c1", "RemoteStartTransaction", REMOTE_START, until=NOON + HOUR, force=True)


def told_and_then_accepted(told: Any, says: Says) -> None:
    set_registration(CP, told)
    says("BootNotification", BOOT)
    set_registration(CP, "Accepted")


def test_the_same_command_posted_twice_with_one_key_is_sent_once(sockets: Sockets) -> None:
    first = send("c1", key=key_of("k", "digest", "c1"))
    again = send("c2", key=key_of("k", "digest", "c2"))
    assert (first.command_id, again.command_id) == ("c1", "c1")
    assert len(sockets.posted) == 1
    assert commands.find(CP, "c2") is None


def test_the_key_of_another_command_is_refused() -> None:
    send("c1", key=key_of("k", "digest", "c1"))
    with pytest.raises(KeyReused):
        send("c2", key=key_of("k", "another", "c2"))


def test_the_same_key_posted_at_the_same_moment_makes_one_command(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_context = context.read_context

    def meanwhile(*asked: Any, **more: Any) -> Any:
        monkeypatch.setattr("csms.outbound.filling.read_context", read_context)
        send("c1", key=key_of("k", "digest", "c1"))
        return read_context(*asked, **more)

    monkeypatch.setattr("csms.outbound.filling.read_context", meanwhile)
    assert send("c2", key=key_of("k", "digest", "c2")).command_id == "c1"
    assert [frame[1] for frame in sockets.frames] == ["c1"]


def test_so_many_may_wait_and_no_more(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transitions, "MOST_WAITING", 2)
    for command_id in ("c1", "c2", "c3"):  # the first is on its way
        send(command_id)
    with pytest.raises(Unsendable, match="wait for it already"):
        send("c4", key=key_of("k", "digest", "c4"))
    assert commands.find(CP, "c4") is None
    answer("c1")
    assert send("c4", key=key_of("k", "digest", "c4")).status == "Queued"


def test_where_nothing_waits_there_is_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    closed(CP, "one")
    monkeypatch.setattr(transitions, "MOST_WAITING", 0)
    assert send("c1").status == "NotConnected"


def test_the_payload_leaves_as_it_was_posted_in_the_order_of_the_schema(sockets: Sockets) -> None:
    payload = {"value": " 60 ", "key": "MeterValueSampleInterval"}
    send("c1", "ChangeConfiguration", payload)
    (frame,) = sockets.frames
    assert list(frame[3].items()) == [("key", "MeterValueSampleInterval"), ("value", " 60 ")]


def test_a_key_is_sent_but_neither_recorded_nor_logged(sockets: Sockets) -> None:
    provision(CP, security_profile=2, password_hash="of the old key")
    secret = "73656372657473656372657473656372"
    send("c1", "ChangeConfiguration", {"key": "authorizationkey", "value": secret})
    assert sockets.frames[0][3]["value"] == secret
    assert found("c1").payload == {"key": "authorizationkey", "value": "[redacted]"}
    answer("c1")
    (entry,) = messages_of_day(CP, NOON)
    assert secret not in (entry.frame or "")
    assert entry.outgoing


def test_numbers_that_are_left_out_are_filled_in_and_given_ones_kept(sockets: Sockets) -> None:
    log = {"logType": "SecurityLog", "log": {"remoteLocation": "ftp://logs.example/"}}
    send("c1", "GetLog", log)
    send("c2", "GetLog", log | {"requestId": 7000})
    answer("c1")
    first, second = (frame[3]["requestId"] for frame in sockets.frames)
    assert first == 1
    assert second == 7000
