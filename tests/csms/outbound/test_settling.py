import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

import pytest

from csms.deadline import OutOfTime
from csms.outbound import settling
from csms.store import commands
from csms.store.commands.local_lists import LocalList
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import deviations
from csms.store.reported.configuration import Configuration
from csms.store.reported.deviations import DeviationCount
from csms.store.table import calls, fetch, perform, put, query
from csms.wire.frames import (
    CallErrorFrame,
    CallFrame,
    CallResultFrame,
    MalformedAnswerFrame,
    parse,
)
from outbound import COMMANDS
from tests.csms.command_steps import (
    CP,
    SECOND,
    answer,
    connected,
    drain,
    error,
    found,
    open_call,
    send,
    status,
    take_tasks,
    tasks,
)
from tests.stored import messages_of_day, provision
from tests.support import NOON, Sockets
from workflows import tasks as task_queue_consumer

REMOTE_START = {"idTag": "CARD-1"}


def out_of_time(*_: object) -> NoReturn:
    raise OutOfTime


def availability() -> dict[str, Any]:
    (charge_point,) = fetch(ChargePoint.of(CP))
    assert charge_point
    found: dict[str, Any] = charge_point.availability.as_dict()
    return found


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def test_its_answer_ends_it_and_frees_the_connection() -> None:
    send("c1")
    assert answer("c1", {"status": "Rejected"})
    record = found("c1")
    assert (record.status, record.response) == ("Answered", {"status": "Rejected"})
    assert record.ended_at == NOON + SECOND
    assert open_call() is None


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
    settling.settle(COMMANDS, CP, frame, "", NOON + SECOND, now=NOON + 20 * SECOND)
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


@pytest.mark.parametrize("quoted", ["no such value: {}", '[2,"c1",{{"AuthorizationKey":"{}"}}]'])
def test_a_secret_that_a_callerror_quotes_is_kept_nowhere(quoted: str) -> None:
    provision(CP, security_profile=2, password_hash="of the old key")
    secret = "73656372657473656372657473656372"
    send("c1", "ChangeConfiguration", {"key": "AuthorizationKey", "value": secret})
    quoting = CallErrorFrame("c1", "InternalError", quoted.format(secret), {"value": secret})
    text = json.dumps([4, "c1", quoting.error_code, quoting.description, quoting.details])
    settling.settle(COMMANDS, CP, quoting, text, NOON + SECOND)
    assert (found("c1").error_code, found("c1").error_description) == (
        "InternalError",
        "[redacted]",
    )
    (entry,) = messages_of_day(CP, NOON)
    assert entry.answer == '[4,"c1","InternalError","[redacted]",{}]'


def test_a_callerror_that_quotes_a_password_is_kept_without_it() -> None:
    send("c1", "GetDiagnostics", {"location": "ftp://user:secret@files.example/"})
    quoting = CallErrorFrame("c1", "GenericError", "cannot reach ftp://user:secret@files", {})
    settling.settle(COMMANDS, CP, quoting, "", NOON + SECOND)
    assert found("c1").error_description == "cannot reach ftp://user:[redacted]@files"


ODD = {"status": " accepted", "vendorSays": "fine"}


def kinds() -> set[tuple[str, str, str, int]]:
    counted = query(DeviationCount, f"CP#{CP}", "DEVIATION#")
    return {(one.action, one.member, one.fault, one.times) for one in counted}


def test_what_was_mended_in_an_answer_is_counted_also_if_it_came_late() -> None:
    send("c1")
    commands.end(found("c1"), "TimedOut", NOON + 30 * SECOND)
    answer("c1", ODD, at=NOON + 40 * SECOND)
    assert kinds() == {
        ("Reset.conf", "status", "Spelling", 1),
        ("Reset.conf", "vendorSays", "UnknownMember", 1),
    }


@pytest.mark.parametrize("failure", [ConnectionError(), OutOfTime()])
def test_the_next_command_does_not_wait_until_deviations_are_counted(
    failure: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: list[str] = []

    def fail(*_: object, **__: object) -> None:
        waiting.append(status("c2"))
        raise failure

    monkeypatch.setattr(deviations, "note", fail)
    send("c1")
    send("c2")
    with suppress(OutOfTime, ConnectionError):
        answer("c1", ODD)
    assert (status("c1"), waiting) == ("Answered", ["Sent"])


def test_only_who_may_find_something_that_waits_looks_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    waiting = commands.waiting

    def look(charge_point_id: str) -> list[commands.QueuedCommand]:
        looked.append(charge_point_id)
        return waiting(charge_point_id)

    monkeypatch.setattr(commands, "waiting", look)
    send("c1")
    answer("c1")
    assert looked == []
    send("c2")
    send("c3")
    looked.clear()
    answer("c2")
    assert len(looked) == 1
    assert status("c3") == "Sent"


def test_an_answer_that_leads_nowhere_is_taken_though_its_request_is_no_longer_valid() -> None:
    send("c1")
    record = found("c1")
    record.payload = {"type": "as it was allowed once"}
    perform(put(record))
    answer("c1")
    assert status("c1") == "Answered"


def test_a_next_command_for_which_the_time_runs_out_leaves_a_second_later(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    send("c1")
    send("c2")
    take_tasks()
    with monkeypatch.context() as patched:
        patched.setattr(commands, "waiting", out_of_time)
        with pytest.raises(OutOfTime):
            answer("c1")
    ((task, seconds),) = tasks()
    assert (task, seconds) == ({"task": "drain", "chargePointId": CP}, 1)
    task_queue_consumer.perform(task, NOON + 2 * SECOND)
    assert [frame[1] for frame in sockets.frames] == ["c1", "c2"]


def test_an_answer_that_comes_again_from_the_queue_lets_the_next_command_leave(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who took it first wrote the outcome, and had no time left to see that it did."""
    send("c1")
    send("c2")
    end = commands.end
    with monkeypatch.context() as patched:
        patched.setattr(
            commands, "end", lambda *given, **more: end(*given, **more) and out_of_time()
        )
        with pytest.raises(OutOfTime):
            answer("c1")
    frame = CallResultFrame("c1", {"status": "Accepted"})
    settling.settle(COMMANDS, CP, frame, "", NOON + SECOND, now=NOON + 2 * SECOND)
    assert [frame[1] for frame in sockets.frames] == ["c1", "c2"]


@pytest.mark.parametrize("text", ['[3,"c1",{"status":"Accep', '[3,"c1"', '[4,"c1","Internal'])
def test_an_answer_that_was_cut_off_ends_its_call_at_once(text: str) -> None:
    send("c1")
    frame = parse(text)
    assert not isinstance(frame, CallFrame)
    settling.settle(COMMANDS, CP, frame, text, NOON + SECOND)
    record = found("c1")
    assert (record.status, record.ended_at) == ("MalformedAnswer", NOON + SECOND)
    assert record.error_description == "the frame is not JSON"
    assert open_call() is None
    (entry,) = messages_of_day(CP, NOON)
    assert entry.answer == text


def test_a_secret_in_an_answer_that_was_cut_off_is_kept_nowhere() -> None:
    provision(CP, security_profile=2, password_hash="of the old key")
    secret = "73656372657473656372657473656372"
    send("c1", "ChangeConfiguration", {"key": "AuthorizationKey", "value": secret})
    text = f'[4,"c1","PropertyConstraintViolation","no such value: {secret}'
    settling.settle(COMMANDS, CP, MalformedAnswerFrame("c1", "cut"), text, NOON + SECOND)
    assert found("c1").status == "MalformedAnswer"
    (entry,) = messages_of_day(CP, NOON)
    assert entry.answer == "[redacted]"


@pytest.mark.parametrize("said", [{"status": "accepted "}, {"status": "Accepted", "note": None}])
def test_an_answer_is_read_with_the_same_tolerance_and_kept_as_it_came(
    said: dict[str, Any],
) -> None:
    send("c1", "ChangeAvailability", {"connectorId": 1, "type": "Inoperative"})
    answer("c1", said)
    assert (found("c1").status, found("c1").response) == ("Answered", said)
    assert availability()["1"]["status"] == "Accepted"


@pytest.mark.parametrize(
    ("version", "status"), [('"5"', "Answered"), ("5.0", "Answered"), ("5.5", "MalformedAnswer")]
)
def test_the_version_of_a_list_is_whole_or_none(version: str, status: str) -> None:
    send("c1", "GetLocalListVersion", {}, force=True)
    text = f'[3,"c1",{{"listVersion":{version}}}]'
    frame = parse(text)
    assert isinstance(frame, CallResultFrame)
    settling.settle(COMMANDS, CP, frame, text, NOON + SECOND)
    assert found("c1").status == status


def in_flight(first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]]) -> None:
    """Two commands that may both be answered still: c1 has timed out, c2 is sent."""
    for command_id, (action, payload) in (("c1", first), ("c2", second)):
        send(command_id, action, payload, force=True)
    commands.end(found("c1"), "TimedOut", NOON + 30 * SECOND)
    drain(NOON + 30 * SECOND)
    assert status("c2") == "Sent"


def meanwhile(happens: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """It happens once, between what an answer has read and what it writes."""
    call = calls.call

    def first(operation: str, arguments: calls.Raw) -> calls.Raw:
        if operation == "TransactWriteItems":
            monkeypatch.setattr(calls, "call", call)
            happens()
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", first)


READ_A: tuple[str, dict[str, Any]] = ("GetConfiguration", {"key": ["A"]})
READ_ALL: tuple[str, dict[str, Any]] = ("GetConfiguration", {})
CHANGE_B: tuple[str, dict[str, Any]] = ("ChangeConfiguration", {"key": "B", "value": "new"})
HAS_A: dict[str, Any] = {"configurationKey": [{"key": "A", "readonly": True, "value": "1"}]}
HAS_BOTH: dict[str, Any] = {
    "configurationKey": [
        *HAS_A["configurationKey"],
        {"key": "B", "readonly": False, "value": "old"},
    ]
}


def values() -> dict[str, str | None]:
    (known,) = fetch(Configuration.of(CP))
    assert known
    return {entry.key: entry.value for entry in known.all()}


@pytest.mark.parametrize("of_old", [False, True])
@pytest.mark.parametrize("turned", [False, True])
def test_two_answers_that_meet_lose_nothing(
    of_old: bool, turned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if of_old:
        perform(put(Configuration.of(CP)))
    first, second = (CHANGE_B, READ_A) if turned else (READ_A, CHANGE_B)
    said = {READ_A[0]: HAS_A, CHANGE_B[0]: {"status": "Accepted"}}
    in_flight(first, second)
    meanwhile(lambda: answer("c1", said[first[0]], at=NOON + 31 * SECOND), monkeypatch)
    answer("c2", said[second[0]], at=NOON + 32 * SECOND)
    assert values() == {"A": "1", "B": "new"}
    assert (status("c1"), status("c2")) == ("TimedOut", "Answered")
    assert found("c1").late_answer
    assert open_call() is None


def test_a_key_that_was_changed_is_not_undone_by_a_reading_that_was_answered_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_flight(READ_ALL, CHANGE_B)
    meanwhile(lambda: answer("c2", {"status": "Accepted"}, at=NOON + 32 * SECOND), monkeypatch)
    answer("c1", HAS_BOTH, at=NOON + 31 * SECOND)
    assert values() == {"A": "1", "B": "new"}


def test_a_reading_that_was_answered_after_a_change_counts() -> None:
    in_flight(READ_ALL, CHANGE_B)
    answer("c2", {"status": "Accepted"}, at=NOON + 31 * SECOND)
    answer("c1", HAS_BOTH, at=NOON + 32 * SECOND)
    assert values() == {"A": "1", "B": "old"}


def test_an_answer_that_always_comes_too_late_is_not_taken_by_halves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send("c1", *READ_A)
    tries = 0
    call = calls.call

    def always_first(operation: str, arguments: calls.Raw) -> calls.Raw:
        nonlocal tries
        if operation == "TransactWriteItems":
            tries += 1
            (known,) = fetch(Configuration.of(CP))
            perform((known or Configuration.of(CP)).written())
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", always_first)
    with pytest.raises(commands.ReadAgain):
        answer("c1", HAS_A)
    assert tries == settling.TRIES
    assert status("c1") == "Sent"


def update(version: int, tag: str) -> tuple[str, dict[str, Any]]:
    listed = [{"idTag": tag, "idTagInfo": {"status": "Accepted"}}]
    payload = {"listVersion": version, "localAuthorizationList": listed}
    return "SendLocalList", payload | {"updateType": "Differential"}


def the_list() -> LocalList:
    (known,) = fetch(LocalList.of(CP))
    assert known
    return known


@pytest.mark.parametrize("turned", [False, True])
def test_two_local_lists_whose_answers_meet_are_both_known(
    turned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_flight(update(1, "A"), update(2, "B"))
    times = (33, 31) if turned else (31, 33)
    meanwhile(lambda: answer("c1", at=NOON + times[0] * SECOND), monkeypatch)
    answer("c2", at=NOON + times[1] * SECOND)
    assert set(the_list().entries) == {"A", "B"}
    assert the_list().version == (1 if turned else 2)


def test_an_acceptance_and_a_report_that_meet_are_both_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_flight(update(1, "A"), ("GetLocalListVersion", {}))
    meanwhile(lambda: answer("c2", {"listVersion": 1}, at=NOON + 32 * SECOND), monkeypatch)
    answer("c1", at=NOON + 31 * SECOND)
    assert set(the_list().entries) == {"A"}
    assert (the_list().version, the_list().reported_version) == (1, 1)
