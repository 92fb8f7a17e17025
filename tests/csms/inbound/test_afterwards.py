import json
from datetime import timedelta
from typing import Any

import pytest

from csms import connections
from csms.deadline import OutOfTime
from csms.inbound import afterwards
from csms.store import table
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import deviations
from csms.store.reported.deviations import DeviationCount
from csms.store.table import query
from csms.wire import frames
from csms.wire.ocpp16 import spell_time
from tests.actions import PAYLOADS
from tests.conftest import Says, handler_of
from tests.csms.inbound.receiving import ODD, SECRET, error, receives
from tests.inbound.support import begun, meter_values, reading, start
from tests.stored import (
    messages_of_day,
    provision_id_tag,
    readings_of_month,
    set_registration,
)
from tests.support import NOON, Context, Sockets, message


def test_a_message_log_that_fails_takes_no_answer_back(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(afterwards, "apart", error("ThrottlingException"))
    assert says("Heartbeat", {}) == [3, "unique-1", {"currentTime": "2026-06-01T12:00:00.000Z"}]


def test_what_was_mended_is_counted_once_the_answer_has_left(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(connections, "post", lambda *_: order.append("answer"))
    monkeypatch.setattr(afterwards, "apart", lambda *_: order.append("log"))
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


def test_whoever_speaks_has_been_seen(says: Says) -> None:
    says("Authorize", PAYLOADS["Authorize"])
    (charge_point,) = table.fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert charge_point.last_seen_at == NOON


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


def test_without_retention_there_is_no_message_log(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSAGE_LOG_RETENTION_DAYS", "0")
    says("Heartbeat", {})
    assert messages_of_day("CP1", NOON) == []


def test_where_only_what_is_telling_is_logged_heartbeats_are_not(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSAGE_LOG", "Telling")
    says("Heartbeat", {})
    says("Authorize", PAYLOADS["Authorize"])
    (entry,) = messages_of_day("CP1", NOON)
    assert entry.action == "Authorize"


def test_a_heartbeat_that_is_not_as_it_should_be_is_logged_all_the_same(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSAGE_LOG", "Telling")
    says("Heartbeat", {"battery": 1})
    set_registration("CP1", "Rejected")
    says("Heartbeat", {}, at=NOON + timedelta(seconds=1))
    odd, refused = messages_of_day("CP1", NOON)
    assert odd.error is None
    assert refused.error


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
    assert SECRET not in "".join(str(entry.attribute_values) for entry in entries)


@pytest.mark.parametrize("name", ["a[0]", "[", "]", "a.b", "", " ", "#a", ":a", "ü" * 5_000])
def test_a_member_of_any_name_is_counted_among_the_deviations(name: str, says: Says) -> None:
    answer = says("Heartbeat", {name: 1})
    assert answer
    assert answer[0] == 3
    (kind,) = query(DeviationCount, "CP#CP1", "DEVIATION#")
    assert (kind.action, kind.member, kind.fault) == ("Heartbeat", name[:100], "UnknownMember")


def sample(**changes: Any) -> dict[str, Any]:
    return meter_values(reading(NOON, "4300")) | changes


def test_where_only_what_is_telling_is_logged_samples_are_left_to_their_transaction(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    provision_id_tag("CARD-1")
    number = begun(says)
    monkeypatch.setenv("MESSAGE_LOG", "Telling")
    says("MeterValues", sample(transactionId=number))
    (entry,) = messages_of_day("CP1", NOON)
    assert entry.action == "StartTransaction"
    assert len(readings_of_month("CP1", NOON)) == 1


ODD_SAMPLE = {"timestamp": spell_time(NOON), "sampledValue": [{"value": "n/a"}]}
UNREAD = sample()["meterValue"] + ["nothing"]


@pytest.mark.parametrize(
    "changes",
    [
        {"transactionId": None},
        {"transactionId": 4711},
        {"transactionId": "x"},
        {"meterValue": UNREAD},
        {"meterValue": [ODD_SAMPLE]},
        {"meterValue": []},
        {"battery": 1},
    ],
    ids=str,
)
def test_samples_that_tell_more_are_logged_all_the_same(
    changes: dict[str, Any], says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    provision_id_tag("CARD-1")
    number = begun(says)
    monkeypatch.setenv("MESSAGE_LOG", "Telling")
    says("MeterValues", sample(transactionId=number) | changes, at=NOON + timedelta(seconds=1))
    assert [entry.action for entry in messages_of_day("CP1", NOON)] == [
        "StartTransaction",
        "MeterValues",
    ]


def test_so_are_those_of_a_transaction_that_should_have_ended(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun(says)  # by a tag that nobody knows
    monkeypatch.setenv("MESSAGE_LOG", "Telling")
    says("MeterValues", sample(transactionId=number), at=NOON + timedelta(seconds=1))
    assert len(messages_of_day("CP1", NOON)) == 2
