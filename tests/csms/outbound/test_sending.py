import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from csms.outbound import context, sending
from csms.outbound.sending import KeyReused, NoSuchChargePoint, Objection, Unsendable
from csms.store import commands
from csms.store.provisioned import charge_points
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import message_log
from csms.store.reported.connections import closed
from csms.store.table import fetch
from csms.wire.frames import CallErrorFrame, CallResultFrame
from outbound import COMMANDS
from tests.csms.commanding import (
    CP,
    SECOND,
    answer,
    connected,
    drain,
    error,
    found,
    key_of,
    open_call,
    send,
    status,
    tasks,
)
from tests.support import NOON, Sockets

REMOTE_START = {"idTag": "CARD-1"}


def availability() -> dict[str, Any]:
    (charge_point,) = fetch(ChargePoint.of(CP))
    assert charge_point
    found: dict[str, Any] = charge_point.availability.as_dict()
    return found


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def test_a_command_is_sent_at_once_and_carries_its_own_id(sockets: Sockets) -> None:
    record = send("c1")
    assert sockets.posted == [("one", [2, "c1", "Reset", {"type": "Soft"}])]
    assert (record.status, record.sent_at, record.connection_id) == ("Sent", NOON, "one")
    assert (record.created_by, record.timeout) == ("olga", 30)
    assert open_call() == "c1"


def test_its_answer_ends_it_and_frees_the_connection() -> None:
    send("c1")
    assert answer("c1", {"status": "Rejected"})
    record = found("c1")
    assert (record.status, record.response) == ("Answered", {"status": "Rejected"})
    assert record.ended_at == NOON + SECOND
    assert open_call() is None


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


def test_a_call_error_is_an_outcome_with_its_code() -> None:
    send("c1")
    error("c1", "NotSupported")
    record = found("c1")
    assert record.status == "CallError"
    assert (record.error_code, record.error_description) == ("NotSupported", "no such thing")
    assert open_call() is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "status"),
        ({"status": "Perhaps"}, "status"),
        ({"status": 1.5}, "status"),
        ({"status": ["Accepted"]}, "status"),
    ],
)
def test_a_malformed_answer_is_an_outcome_with_what_was_said(
    said: dict[str, Any], why: str
) -> None:
    send("c1")
    answer("c1", said)
    record = found("c1")
    assert (record.status, record.response) == ("MalformedAnswer", said)
    assert why in (record.error_description or "")
    assert open_call() is None


def test_an_answer_to_no_call_of_ours_changes_nothing() -> None:
    send("c1")
    for unknown in ("unknown", "", "x" * 3000, "\ud800"):
        assert answer(unknown) is None
    assert (status("c1"), open_call()) == ("Sent", "c1")


def test_an_answer_to_a_call_that_has_not_left_is_none(sockets: Sockets) -> None:
    send("c1")
    send("c2")
    assert answer("c2") is None
    assert status("c2") == "Queued"


def test_a_second_answer_changes_nothing() -> None:
    send("c1")
    answer("c1")
    assert answer("c1", {"status": "Rejected"}) is None
    assert found("c1").response == {"status": "Accepted"}
    assert found("c1").late_answer is None


def test_a_late_answer_is_kept_beside_the_outcome() -> None:
    send("c1")
    record = found("c1")
    commands.end(record, "TimedOut", NOON + 30 * SECOND)
    assert answer("c1", at=NOON + 40 * SECOND)
    answer("c1", {"status": "Rejected"}, at=NOON + 50 * SECOND)
    record = found("c1")
    assert record.status == "TimedOut"
    assert record.late_answer == {"response": {"status": "Accepted"}}
    assert record.late_at == NOON + 40 * SECOND


def test_an_answer_that_races_the_timeout_is_late_and_frees_nothing() -> None:
    send("c1")
    send("c2")
    old = found("c1")
    commands.end(old, "TimedOut", NOON + 30 * SECOND)
    send("c3")  # what looks for the next is c3's drain
    assert open_call() == "c2"
    answer("c1", at=NOON + 31 * SECOND)
    assert (status("c1"), open_call()) == ("TimedOut", "c2")


def test_what_follows_from_an_answer_is_written_with_it() -> None:
    send("c1", "ChangeAvailability", {"connectorId": 1, "type": "Inoperative"})
    answer("c1")
    assert availability()["1"]["type"] == "Inoperative"


def test_late_acceptance_is_still_what_the_charge_point_does() -> None:
    send("c1", "ChangeAvailability", {"connectorId": 1, "type": "Inoperative"})
    commands.end(found("c1"), "TimedOut", NOON + 30 * SECOND)
    answer("c1", at=NOON + 40 * SECOND)
    assert "1" in availability()


def test_an_older_answer_that_is_taken_later_changes_nothing_newer() -> None:
    for command_id, kind in (("c1", "Inoperative"), ("c2", "Operative")):
        send(command_id, "ChangeAvailability", {"connectorId": 1, "type": kind})
    commands.end(found("c1"), "TimedOut", NOON + 30 * SECOND)
    drain(NOON + 30 * SECOND)
    answer("c2", at=NOON + 31 * SECOND)
    answer("c1", at=NOON + SECOND)
    assert availability()["1"]["type"] == "Operative"
    assert found("c1").late_answer


def test_the_next_one_leaves_when_an_answer_is_taken_not_when_it_came() -> None:
    send("c1")
    send("c2")
    frame = CallResultFrame("c1", {"status": "Accepted"})
    sending.settle(COMMANDS, CP, frame, "", NOON + SECOND, now=NOON + 20 * SECOND)
    assert found("c1").ended_at == NOON + SECOND
    assert found("c2").sent_at == NOON + 20 * SECOND


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("ChangeConfiguration", {"key": "Text", "value": "x" * 492 + "password"}),
        ("RemoteStartTransaction", {"idTag": "a-tag-a-tag-password"}),
    ],
)
def test_a_payload_that_its_redaction_makes_too_long_is_answered_all_the_same(
    action: str, payload: dict[str, Any]
) -> None:
    send("c1", action, payload, force=True)
    answer("c1")
    assert (status("c1"), open_call()) == ("Answered", None)


def test_a_command_is_kept_for_as_long_as_it_may_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMAND_RETENTION_DAYS", "1")
    assert send("c1", until=NOON + timedelta(days=7)).expires_at == NOON + timedelta(days=8)
    assert send("c2", until=datetime.max.replace(tzinfo=UTC)).expires_at is None


def test_what_no_frame_can_carry_is_refused_and_leaves_nothing(sockets: Sockets) -> None:
    with pytest.raises(Unsendable, match="bytes"):
        send("c1", "DataTransfer", {"vendorId": "v", "data": "x" * 500_000}, force=True)
    assert commands.find(CP, "c1") is None
    assert send("c2", "DataTransfer", {"vendorId": "v", "data": "x" * 100_000}).status == "Sent"


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
    charge_points.set_registration(CP, registration)
    if sent:
        send("c1", action, payload, force=True)
    else:
        with pytest.raises(Unsendable, match=registration):
            send("c1", action, payload, force=True)
    assert bool(sockets.posted) is sent


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

    def meanwhile(*asked: Any) -> Any:
        monkeypatch.setattr("csms.outbound.sending.read_context", read_context)
        send("c1", key=key_of("k", "digest", "c1"))
        return read_context(*asked)

    monkeypatch.setattr("csms.outbound.sending.read_context", meanwhile)
    assert send("c2", key=key_of("k", "digest", "c2")).command_id == "c1"
    assert [frame[1] for frame in sockets.frames] == ["c1"]


def test_the_payload_leaves_as_it_was_posted_in_the_order_of_the_schema(sockets: Sockets) -> None:
    payload = {"value": " 60 ", "key": "MeterValueSampleInterval"}
    send("c1", "ChangeConfiguration", payload)
    (frame,) = sockets.frames
    assert list(frame[3].items()) == [("key", "MeterValueSampleInterval"), ("value", " 60 ")]


def test_a_key_is_sent_but_neither_recorded_nor_logged(sockets: Sockets) -> None:
    secret = "73656372657473656372657473656372"
    send("c1", "ChangeConfiguration", {"key": "authorizationkey", "value": secret})
    assert sockets.frames[0][3]["value"] == secret
    assert found("c1").payload == {"key": "authorizationkey", "value": "[redacted]"}
    answer("c1")
    (entry,) = message_log.of_day(CP, NOON)
    assert secret not in entry.frame
    assert entry.outgoing


@pytest.mark.parametrize("quoted", ["no such value: {}", '[2,"c1",{{"AuthorizationKey":"{}"}}]'])
def test_a_secret_that_a_callerror_quotes_is_kept_nowhere(quoted: str) -> None:
    secret = "73656372657473656372657473656372"
    send("c1", "ChangeConfiguration", {"key": "AuthorizationKey", "value": secret})
    quoting = CallErrorFrame("c1", "InternalError", quoted.format(secret), {"value": secret})
    text = json.dumps([4, "c1", quoting.error_code, quoting.description, quoting.details])
    sending.settle(COMMANDS, CP, quoting, text, NOON + SECOND)
    assert (found("c1").error_code, found("c1").error_description) == (
        "InternalError",
        "[redacted]",
    )
    (entry,) = message_log.of_day(CP, NOON)
    assert entry.answer == '[4,"c1","InternalError","[redacted]",{}]'


def test_a_callerror_that_quotes_a_password_is_kept_without_it() -> None:
    send("c1", "GetDiagnostics", {"location": "ftp://user:secret@files.example/"})
    quoting = CallErrorFrame("c1", "GenericError", "cannot reach ftp://user:secret@files", {})
    sending.settle(COMMANDS, CP, quoting, "", NOON + SECOND)
    assert found("c1").error_description == "cannot reach ftp://user:[redacted]@files"


def test_numbers_that_are_left_out_are_filled_in_and_given_ones_kept(sockets: Sockets) -> None:
    log = {"logType": "SecurityLog", "log": {"remoteLocation": "ftp://logs.example/"}}
    send("c1", "GetLog", log)
    send("c2", "GetLog", log | {"requestId": 7000})
    answer("c1")
    first, second = (frame[3]["requestId"] for frame in sockets.frames)
    assert first == 1
    assert second == 7000
