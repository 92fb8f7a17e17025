import json
from datetime import datetime, timedelta
from time import sleep
from typing import Any

import pytest

from csms import connections
from csms.store import table, transactions
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import calls
from tests import acting
from tests.actions import ACTIONS, PAYLOADS
from tests.conftest import Says, handler_of
from tests.csms import command_steps
from tests.csms.inbound.receiving import DONE, Lambda, error, receives
from tests.inbound.support import begun, start
from tests.stored import (
    orphans_of,
    provision_id_tag,
    readings_of_month,
    transactions_of,
)
from tests.support import NOON, Context, Sockets, frame, message

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

    post, left = sockets.post, []
    monkeypatch.setattr(calls, "call", hang)
    context = Lambda(1.2)

    def noting(*frame: Any) -> None:
        left.append(context.get_remaining_time_in_millis())
        post(*frame)

    monkeypatch.setattr(sockets, "post", noting)
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
        with acting.somebody_else():
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


def test_what_came_of_a_message_is_logged_once_with_its_fields(
    says: Says, logged: list[str]
) -> None:
    says("Authorize", {})
    (line,) = [json.loads(line) for line in logged if '"refused' in line]
    assert line["charge_point_id"] == "CP1"
    assert line["unique_id"] == "unique-1"
    assert line["action"] == "Authorize"


# ── whoever is known no more ──

ROUTES = [*ACTIONS, "$default", "$connect", "$disconnect"]


def comes_from_nobody(route: str, at: datetime = NOON) -> None:
    said = frame(route, PAYLOADS.get(route, {}))
    event = message(said, at=at, charge_point_id="CP9", route=route)
    assert handler_of(route)(event, Context()) == DONE


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("route", ROUTES)
def test_the_socket_is_closed_whatever_came_over_it(route: str, sockets: Sockets) -> None:
    comes_from_nobody(route)
    assert [answer[:2] for answer in sockets.frames] == [[4, "unique-1"]]
    assert sockets.closed == ["socket-CP9"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("route", ROUTES)
def test_one_that_is_not_open_yet_is_closed_a_little_later(route: str, sockets: Sockets) -> None:
    sockets.gone.add("socket-CP9")
    comes_from_nobody(route, at=NOON - timedelta(seconds=50))
    assert [(task["connectionId"], later) for task, later in command_steps.tasks()] == [
        ("socket-CP9", 2),
        ("socket-CP9", 10),
    ]
