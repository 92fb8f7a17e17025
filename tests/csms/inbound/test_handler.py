import json
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from botocore.exceptions import ClientError

from csms import connections
from csms.deadline import OutOfTime
from csms.store import table, transactions
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import deviations, message_log
from csms.store.reported.deviations import DeviationCount
from csms.store.table import calls, query
from csms.wire import frames
from tests.actions import ACTIONS, PAYLOADS
from tests.conftest import Says, handler_of
from tests.inbound.support import begun, start, stored
from tests.stored import (
    messages_of_day,
    orphans_of,
    provision_id_tag,
    readings_of_month,
    transactions_of,
)
from tests.support import NOON, Context, Sockets, frame, message

DONE = {"statusCode": 200}


class Lambda(Context):
    """A context whose time runs out."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.end = monotonic() + seconds

    def get_remaining_time_in_millis(self) -> int:
        return int((self.end - monotonic()) * 1000)


def receives(action: str, text: str, seconds: float = 10) -> None:
    """The function of an action gets a frame."""
    assert handler_of(action)(message(text, route=action), Lambda(seconds)) == DONE


def error(code: str) -> Any:
    def fail(operation: str, arguments: table.Raw) -> table.Raw:
        raise ClientError({"Error": {"Code": code, "Message": "of the store"}}, operation)

    return fail


# ── every CALL has exactly one answer ──


@pytest.mark.parametrize("unique_id", ["1", "", "x" * 37, "ü", "\ud800", 'a"b'])
def test_the_answer_bears_the_id_of_the_call(unique_id: str, says: Says) -> None:
    answer = says("Heartbeat", {}, unique_id=unique_id)
    assert answer
    assert answer[:2] == [3, unique_id]


def test_the_same_id_may_come_again_for_something_else(says: Says) -> None:
    """Charge points begin at 1 again after a reboot: nothing is answered from memory."""
    assert begun(says, connectorId=1) != begun(says, connectorId=2)


@pytest.mark.parametrize("action", [*ACTIONS, "$default"])
def test_a_call_that_is_broken_after_its_id_is_answered_its_error(
    action: str, cp1: str, sockets: Sockets
) -> None:
    for rest in (",{", ",[]]", "]", ',{"x":NaN}]'):
        receives(action, f'[2,"unique-1","{action}"{rest}')
        answer = sockets.frames.pop()
        assert answer[:3] == [4, "unique-1", "FormationViolation"]
        assert len(answer) == 5
        assert answer[4] == {}
    assert len(sockets.posted) == 4


@pytest.mark.parametrize(
    "payload",
    [
        '{"idTag":' + "[" * 500 + "]" * 500 + "}",
        '{"idTag":"A","x":' + '{"x":' * 500 + "1" + "}" * 500 + "}",
        '{"idTag":' + "9" * 4_000 + "}",
        '{"idTag":' + "9" * 5_000 + "}",
        '{"idTag":1e999}',
        '{"idTag":"\\ud800"}',
        '{"\\ud800":1,"idTag":"A"}',
        '{"idTag":"A","idTag":7}',
        '{"":""}',
        '"idTag"',
        "17",
    ],
)
@pytest.mark.parametrize("validation", ["Lenient", "Strict"])
def test_garbage_is_answered_once(
    payload: str, validation: str, cp1: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALIDATION", validation)
    receives("Authorize", f'[2,"unique-1","Authorize",{payload}]')
    (answer,) = sockets.frames
    assert answer[0] in (3, 4)
    assert answer[1] == "unique-1"


@pytest.mark.parametrize("action", ACTIONS)
def test_an_answer_to_no_call_of_ours_is_answered_nothing(
    action: str, cp1: str, sockets: Sockets
) -> None:
    receives(action, f'[3,"unique-1","{action}"]')
    receives(action, f'[4,"unique-1","{action}","",{{}}]')
    receives(action, f'[5,"unique-1","{action}",{{}}]')
    assert sockets.posted == []


def test_strict_validation_refuses_what_the_lenient_default_takes(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = PAYLOADS["BootNotification"] | {"vendorSays": "hello"}
    lenient = says("BootNotification", extra)
    monkeypatch.setenv("VALIDATION", "Strict")
    strict = says("BootNotification", extra)
    assert lenient
    assert strict
    assert lenient[0] == 3
    assert strict[:3] == [4, "unique-1", "FormationViolation"]


# ── whatever becomes of us ──


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - {"SignCertificate"}))
def test_a_store_that_fails_is_an_internal_error_and_never_a_verdict(
    action: str, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "call", error("ProvisionedThroughputExceededException"))
    answer = says(action, PAYLOADS[action])
    assert answer
    assert answer[:3] == [4, "unique-1", "InternalError"]
    assert "of the store" not in answer[3]


@pytest.mark.parametrize("action", ["Heartbeat", "StartTransaction", "MeterValues"])
def test_a_store_that_hangs_is_answered_while_there_is_time(
    action: str, cp1: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(operation: str, arguments: table.Raw) -> table.Raw:
        sleep(30)
        return {}

    post, left = sockets.post_to_connection, []
    monkeypatch.setattr(calls, "call", hang)
    context = Lambda(1.2)

    def noting(**frame: Any) -> None:
        left.append(context.get_remaining_time_in_millis())
        post(**frame)

    monkeypatch.setattr(sockets, "post_to_connection", noting)
    said = message(frame(action, PAYLOADS[action]), route=action)
    assert handler_of(action)(said, context) == DONE
    assert context.get_remaining_time_in_millis() > 0, "not killed by its timeout"
    assert [answer[:3] for answer in sockets.frames] == [[4, "unique-1", "InternalError"]]
    assert left[0] > 800


def test_a_store_that_fails_in_the_middle_leaves_nothing_and_a_second_try_all(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    provision_id_tag("CARD-1")
    call = calls.call

    def fail_at_writes(operation: str, arguments: table.Raw) -> table.Raw:
        if operation == "TransactWriteItems":
            raise ConnectionError
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", fail_at_writes)
    failed = says("StartTransaction", start())
    assert failed
    assert failed[2] == "InternalError"
    assert transactions_of("CP1") == []
    assert transactions.running_for("CARD-1") == []
    monkeypatch.setattr(calls, "call", call)
    assert begun(says) == transactions_of("CP1")[0].transaction_id


def test_what_was_written_though_its_answer_got_lost_is_found_by_the_repetition(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    provision_id_tag("CARD-1", max_active_transactions=1)
    call = calls.call

    def lose_the_answer(operation: str, arguments: table.Raw) -> table.Raw:
        answer = call(operation, arguments)
        if operation == "TransactWriteItems":
            raise ConnectionError
        return answer

    monkeypatch.setattr(calls, "call", lose_the_answer)
    lost = says("StartTransaction", start())
    monkeypatch.setattr(calls, "call", call)
    found = says("StartTransaction", start())
    assert lost
    assert found
    assert lost[2] == "InternalError"
    assert found[2]["idTagInfo"] == {"status": "Accepted"}
    assert len(transactions_of("CP1")) == 1


def test_the_socket_may_close_before_the_answer(
    says: Says, sockets: Sockets, logged: list[str]
) -> None:
    """Nothing of ours has failed then."""
    sockets.gone.add("socket-CP1")
    assert says("StartTransaction", start()) is None
    assert [line for line in logged if '"level":"ERROR"' in line] == []
    assert len(transactions_of("CP1")) == 1


def test_the_answer_may_not_get_through(says: Says, sockets: Sockets) -> None:
    sockets.failing = True
    assert says("StartTransaction", start()) is None
    assert len(transactions_of("CP1")) == 1


# ── durable before answered, the rest after ──


@pytest.mark.parametrize(
    "action", ["StartTransaction", "StopTransaction", "MeterValues", "StatusNotification"]
)
def test_what_is_acknowledged_is_in_the_store_already(
    action: str, says: Says, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_by_then: list[int] = []

    def look(connection_id: str, frame: str) -> None:
        (charge_point,) = table.fetch(ChargePoint.of("CP1"))
        assert charge_point
        stored_by_then.append(
            len(transactions_of("CP1"))
            + len(orphans_of("CP1"))
            + len(readings_of_month("CP1", NOON))
            + len(charge_point.connectors.as_dict())
        )

    monkeypatch.setattr(connections, "post", look)
    says(action, PAYLOADS[action])
    assert stored_by_then == [1]


def test_a_message_log_that_fails_takes_no_answer_back(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_log, "add", error("ThrottlingException"))
    assert says("Heartbeat", {}) == [3, "unique-1", {"currentTime": "2026-06-01T12:00:00.000Z"}]


ODD = PAYLOADS["StatusNotification"] | {"errorCode": "Error"}


def test_what_was_mended_is_counted_once_the_answer_has_left(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(connections, "post", lambda *_: order.append("answer"))
    monkeypatch.setattr(message_log, "add", lambda _: order.append("log"))
    monkeypatch.setattr(deviations, "note", lambda *_: order.append("deviations"))
    says("StatusNotification", ODD)
    assert order == ["answer", "log", "deviations"]


@pytest.mark.parametrize("failure", [ConnectionError(), OutOfTime()])
def test_deviations_that_are_not_counted_cost_nothing_else(
    failure: BaseException, says: Says, monkeypatch: pytest.MonkeyPatch, logged: list[str]
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(deviations, "note", fail)
    assert says("StatusNotification", ODD) == [3, "unique-1", {}]
    (entry,) = messages_of_day("CP1", NOON)
    assert entry.answer
    assert len([line for line in logged if '"level":"ERROR"' in line]) == 1


def test_what_was_refused_is_told_and_not_counted(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[object] = []
    monkeypatch.setattr(deviations, "note", lambda *given: noted.append(given))
    answer = says("StartTransaction", start(connectorId="one", meterStart=1.5))
    assert answer
    assert answer[0] == 4
    assert noted == []


def test_identity_comes_from_the_connection(says: Says) -> None:
    number = begun(says)
    assert stored(number).charge_point_id == "CP1"
    said = PAYLOADS["BootNotification"] | {"chargePointSerialNumber": "CP2"}
    says("BootNotification", said)
    assert table.fetch(ChargePoint.of("CP2")) == (None,)


def test_whoever_speaks_has_been_seen(says: Says) -> None:
    says("Authorize", PAYLOADS["Authorize"])
    (charge_point,) = table.fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert charge_point.last_seen_at == NOON


# ── the message log ──


def test_a_call_and_its_answer_are_logged_together(says: Says) -> None:
    said = PAYLOADS["StatusNotification"]
    says("StatusNotification", said, unique_id="17")
    (entry,) = messages_of_day("CP1", NOON)
    assert json.loads(entry.frame or "") == [2, "17", "StatusNotification", said]
    assert entry.answer == frames.call_result("17", {})
    assert (entry.unique_id, entry.action, entry.error) == ("17", "StatusNotification", None)
    assert entry.received_at == NOON
    assert entry.milliseconds is not None
    assert entry.expires_at == NOON + timedelta(days=30)


def test_refusals_and_what_nobody_could_answer_are_logged_too(says: Says) -> None:
    says("Authorize", {}, at=NOON)
    later = message("hello", at=NOON + timedelta(seconds=1))
    handler_of("$default")(later, Context())
    refused, ignored = messages_of_day("CP1", NOON)
    assert refused.error
    assert refused.error.startswith("idTag: ")
    assert refused.answer
    assert ignored.frame == "hello"
    assert ignored.answer is ignored.unique_id is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the frame is not JSON"),
        ("hello", "the frame is not JSON"),
        ('{"a":1}', "no message type and id"),
        ('[3,"nobody",{}]', "it answers no call of ours"),
        ('[4,"nobody","GenericError","",{}]', "it answers no call of ours"),
    ],
)
@pytest.mark.parametrize("route", ["$default", "Heartbeat"])
def test_a_frame_that_is_ignored_stands_in_the_log_with_its_reason(
    route: str, text: str, reason: str, cp1: str, sockets: Sockets
) -> None:
    receives(route, text)
    assert sockets.posted == []
    (ignored,) = messages_of_day(cp1, NOON)
    assert (ignored.frame, ignored.error) == (text, f"ignored: {reason}")


def test_without_retention_there_is_no_message_log(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSAGE_LOG_RETENTION_DAYS", "0")
    says("Heartbeat", {})
    assert messages_of_day("CP1", NOON) == []


SECRET = "c3b0a1d2e4f5c3b0a1d2e4f5c3b0a1d2"


@pytest.mark.parametrize(
    "text",
    [
        f'[3,"1",{{"configurationKey":[{{"key":"AuthorizationKey","readonly":false,"value":"{SECRET}"}}]}}]',
        f'[2,"1","DataTransfer",{{"vendorId":"x","data":"{{\\"AuthorizationKey\\":\\"{SECRET}\\"}}"}}]',
        f'[2,"1","Heartbeat",{{"authorizationkey":"{SECRET}"}}]',
        f'[2,"1","Heartbeat",{{"password":"{SECRET}"',
        f'[2,"1","DataTransfer",{{"vendorId":"x","password":["{SECRET}"]}}]',
    ],
)
def test_a_secret_is_in_no_log(text: str, cp1: str, sockets: Sockets, logged: list[str]) -> None:
    for action in ("DataTransfer", "Heartbeat", "$default"):
        receives(action, text)
    assert SECRET not in "".join(logged)
    entries = messages_of_day("CP1", NOON)
    assert entries
    assert SECRET not in "".join(str(entry.to_simple_dict()) for entry in entries)


def test_what_came_of_a_message_is_logged_once_with_its_fields(
    says: Says, logged: list[str]
) -> None:
    says("Authorize", {})
    (line,) = [json.loads(line) for line in logged if '"refused' in line]
    assert line["charge_point_id"] == "CP1"
    assert line["unique_id"] == "unique-1"
    assert line["action"] == "Authorize"


@pytest.mark.parametrize("name", ["a[0]", "[", "]", "a.b", "", " ", "#a", ":a", "ü" * 5_000])
def test_a_member_of_any_name_is_counted_among_the_deviations(name: str, says: Says) -> None:
    answer = says("Heartbeat", {name: 1})
    assert answer
    assert answer[0] == 3
    (kind,) = query(DeviationCount, "CP#CP1", "DEVIATION#")
    assert (kind.action, kind.member, kind.fault) == ("Heartbeat", name[:100], "UnknownMember")
