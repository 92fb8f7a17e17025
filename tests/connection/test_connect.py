import json
from datetime import timedelta
from typing import Any, NoReturn

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connection import connect
from csms import credentials
from csms.credentials import hash_password
from csms.store import table
from csms.store.provisioned import passwords
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported import connections, inbox, security_events
from csms.store.reported.connections import Connection
from csms.store.table import HistoryItem, StateItem, calls
from csms.telemetry import logger
from tests.connection.support import (
    PASSWORD,
    authorize,
    basic,
    connected,
    disconnected,
    event,
)
from tests.csms import command_steps
from tests.stored import failures_of, messages_of_day, provision
from tests.support import NOON, Context, Sockets, frame, message
from workflows import tasks

WELCOME = {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "ocpp1.6"}}


def current(charge_point_id: str = "CP1") -> str | None:
    (connection,) = table.fetch(Connection.of(charge_point_id))
    return connection.connection_id if connection else None


def test_a_connection_is_remembered_before_it_is_granted(cp1: str) -> None:
    assert connected("one") == WELCOME
    (connection,) = table.fetch(Connection.of(cp1))
    assert connection
    assert connection.connection_id == "one"
    assert connection.connected_at == NOON
    assert connection.security_profile == 2
    assert connection.source_ip == "203.0.113.7"


@pytest.mark.parametrize(
    ("offers", "status"),
    [
        (["ocpp1.6"], 200),
        (["ocpp0.1,ocpp1.6"], 200),
        (["ocpp1.6, ocpp2.0.1"], 200),
        (["ocpp1.6", "ocpp2.0.1"], 200),
        (["ocpp0.1"], 400),
        (["OCPP1.6"], 400),
        (["ocpp1.6j"], 400),
        ([""], 400),
        ([], 400),
    ],
)
def test_exactly_our_subprotocol_is_chosen_or_there_is_no_upgrade(
    offers: list[str], status: int, cp1: str
) -> None:
    answer = connected("one", offers=offers)
    assert answer["statusCode"] == status
    assert (answer == WELCOME) is (status == 200)
    assert current() == ("one" if status == 200 else None)


@pytest.mark.parametrize("status", ["401", "403", "404", "503"])
def test_a_refusal_is_answered_exactly_and_opens_nothing(status: str, cp1: str) -> None:
    answer = connected("one", status=status, reason="because")
    assert answer["statusCode"] == int(status)
    assert answer["body"] == "because"
    challenge = {"WWW-Authenticate": 'Basic realm="ocpp"'} if status == "401" else {}
    assert answer["headers"] == challenge
    assert current() is None


def test_a_refusal_weighs_more_than_a_wrong_subprotocol(cp1: str) -> None:
    assert connected(status="401", offers=["ocpp0.1"])["statusCode"] == 401


def test_failed_credentials_are_a_security_event_a_minute(cp1: str) -> None:
    for minutes in (0, 0, 1):
        connected(status="401", reason="wrong credentials", minutes=minutes)
    first, second = failures_of(cp1)
    assert (first.tries, second.tries) == (2, 1)
    assert first.reason == "wrong credentials"
    assert first.source_ip == "203.0.113.7"
    assert second.at == NOON + timedelta(minutes=1)


def test_a_stranger_is_in_the_inbox_and_nowhere_else(cp1: str) -> None:
    for _ in range(2):
        assert connected(status="404", chargePointId="NOBODY")["statusCode"] == 404
    (stranger,) = inbox.strangers()
    assert (stranger.identity, stranger.attempts) == ("NOBODY", 2)
    assert failures_of("NOBODY") == []


@pytest.mark.parametrize("status", ["401", "403"])
def test_a_refusal_leaves_a_line_in_the_message_log_once_a_minute(status: str, cp1: str) -> None:
    for minutes in (0, 0, 1):
        connected(status=status, reason="wrong credentials", minutes=minutes)
    lines = messages_of_day(cp1, NOON)
    assert [(line.frame, line.error) for line in lines] == [
        (None, f"handshake refused: {status} wrong credentials")
    ] * 2
    assert [line.received_at for line in lines] == [NOON, NOON + timedelta(minutes=1)]


@pytest.mark.parametrize(
    ("offers", "reason"),
    [
        ([], "no subprotocol is offered"),
        ([""], "no subprotocol is offered"),
        (["ocpp1.6J"], "no subprotocol ocpp1.6 among ocpp1.6J"),
        (["ocpp1.5, ocpp2.0.1"], "no subprotocol ocpp1.6 among ocpp1.5, ocpp2.0.1"),
        (["x" * 5000], "no subprotocol ocpp1.6 among " + "x" * 100),
    ],
)
def test_a_wrong_subprotocol_is_a_security_event_and_a_line(
    offers: list[str], reason: str, cp1: str
) -> None:
    assert connected(offers=offers)["statusCode"] == 400
    (event,) = failures_of(cp1, security_events.REFUSED)
    assert (event.reason, event.source_ip) == (reason, "203.0.113.7")
    (line,) = messages_of_day(cp1, NOON)
    assert line.error == f"handshake refused: 400 {reason}"


def test_whoever_is_granted_a_connection_leaves_no_line(cp1: str) -> None:
    assert connected() == WELCOME
    assert messages_of_day(cp1, NOON) == []


def test_a_stranger_is_in_the_inbox_with_all_that_is_wrong(cp1: str) -> None:
    connected(status="404", reason="unknown identity", chargePointId="NOBODY")
    assert inbox.strangers()[0].reason == "unknown identity"
    connected(status="404", reason="unknown identity", chargePointId="NOBODY", offers=[])
    assert inbox.strangers()[0].reason == "unknown identity; no subprotocol is offered"


@pytest.mark.parametrize(
    ("segment", "shown"), [(None, "(none)"), ("", "(none)"), ("CP%", "CP%"), ("x" * 999, "x" * 255)]
)
def test_a_path_without_an_identity_is_in_the_inbox_too(
    segment: str | None, shown: str, store: None
) -> None:
    request = event("connect")
    del request["headers"]["x-ocpp-identity"]
    if segment is not None:
        request["headers"]["x-ocpp-identity"] = segment
    told = {"chargePointId": "", "status": "404", "reason": "unknown identity"}
    request["requestContext"]["authorizer"] |= told
    assert connect.handler(request, Context())["statusCode"] == 404
    (stranger,) = inbox.strangers()
    assert (stranger.identity, stranger.reason) == (shown, "no identity in its path")


def test_one_that_would_have_been_taken_in_is_a_stranger_without_a_subprotocol(
    store: None,
) -> None:
    assert connected(chargePointId="NEW", onboard="true", offers=[])["statusCode"] == 400
    (stranger,) = inbox.strangers()
    assert (stranger.identity, stranger.reason) == ("NEW", "no subprotocol is offered")
    assert messages_of_day("NEW", NOON) == []


@pytest.mark.parametrize("status", ["401", "403", "404"])
def test_a_refusal_that_cannot_be_noted_is_answered_all_the_same(
    status: str, cp1: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(operation: str, arguments: table.Raw) -> table.Raw:
        raise ConnectionError

    monkeypatch.setattr(calls, "call", fail)
    assert connected(status=status)["statusCode"] == int(status)


def test_a_new_connection_takes_the_place_of_the_old_and_closes_it(
    cp1: str, sockets: Sockets
) -> None:
    connected("old")
    assert connected("new", minutes=1) == WELCOME
    assert sockets.closed == ["old"]
    assert current() == "new"


def test_an_old_one_that_is_gone_is_as_good_as_closed(cp1: str, sockets: Sockets) -> None:
    sockets.gone.add("old")
    connected("old")
    assert connected("new", minutes=1) == WELCOME


def test_an_old_one_whose_upgrade_is_not_finished_is_closed_once_it_is(
    cp1: str, sockets: Sockets
) -> None:
    sockets.gone.add("old")
    connected("old")
    assert connected("new") == WELCOME
    sockets.gone.clear()
    closings = command_steps.tasks()
    assert [seconds for _, seconds in closings] == [2, 10]
    for task, _ in closings:
        tasks.perform(task, NOON)
    assert sockets.closed == ["old", "old"]
    assert current() == "new"


def test_a_late_disconnect_of_the_old_one_changes_nothing(cp1: str, sockets: Sockets) -> None:
    connected("old")
    connected("new", minutes=1)
    disconnected("old")
    assert current() == "new"
    disconnected("new")
    assert current() is None


def test_an_older_connect_that_comes_later_loses(cp1: str, sockets: Sockets) -> None:
    connected("new", minutes=1)
    assert connected("old")["statusCode"] == 409
    assert current() == "new"
    assert sockets.closed == []


def test_twenty_fast_reconnects_leave_the_last(cp1: str, sockets: Sockets) -> None:
    for number in range(20):
        assert connected(f"socket-{number}") == WELCOME
    assert current() == "socket-19"
    assert sockets.closed == [f"socket-{number}" for number in range(19)]


def test_what_cannot_be_closed_now_is_closed_later(cp1: str, sockets: Sockets) -> None:
    connected("old")
    sockets.failing = True
    assert connected("new", minutes=1) == WELCOME
    queue = boto3.client("sqs", "eu-west-1")
    url = queue.get_queue_url(QueueName="tasks")["QueueUrl"]
    (later,) = queue.receive_message(QueueUrl=url, WaitTimeSeconds=2)["Messages"]
    assert json.loads(later["Body"]) == {"task": "close-connection", "connectionId": "old"}


def test_a_connection_that_was_put_twice_does_not_close_itself(cp1: str, sockets: Sockets) -> None:
    """botocore tries again what was written but whose answer got lost."""
    connected("one")
    assert connected("one") == WELCOME
    assert sockets.closed == []


def test_the_password_that_opened_is_the_only_one_from_then_on(cp1: str) -> None:
    table.perform(passwords.offered(cp1, "command-1", "the next"))
    assert connected(passwordCommand="") == WELCOME
    assert password_hashes() == (None, "the next")
    assert connected(minutes=1, passwordCommand="command-1") == WELCOME
    assert password_hashes() == ("the next", None)
    assert connected(minutes=2, passwordCommand="command-1") == WELCOME
    assert password_hashes() == ("the next", None)


def test_a_refused_connection_proves_no_password(cp1: str) -> None:
    table.perform(passwords.offered(cp1, "command-1", "the next"))
    connected(offers=["ocpp0.1"], passwordCommand="command-1")
    assert password_hashes() == (None, "the next")


def test_the_certificate_that_opened_shuts_out_those_issued_before(cp1: str) -> None:
    certificate = ClientCertificate.of(cp1, "5e" * 32)
    certificate.subject = certificate.issuer = certificate.serial_number = certificate.source = "x"
    certificate.issued_at = NOON
    table.perform(table.put(certificate))
    issued_at = NOON.isoformat()
    assert connected(certificate="5e" * 32, certificateIssuedAt=issued_at) == WELCOME
    charge_point, used = table.fetch(ChargePoint.of(cp1), certificate)
    assert charge_point
    assert charge_point.certificate_in_use == "5e" * 32
    assert charge_point.certificate_issued_at == NOON
    assert used
    assert used.first_used_at == NOON


@pytest.mark.parametrize("kind", ["WrongSecurityProfile", "ForeignCertificate"])
def test_a_refusal_is_a_security_event_of_the_kind_that_was_found(kind: Any, cp1: str) -> None:
    connected(status="403", reason="because", kind=kind)
    (event,) = failures_of(cp1, kind)
    assert (event.what, event.reason) == (kind, "because")


def password_hashes() -> tuple[str | None, str | None]:
    (charge_point,) = table.fetch(ChargePoint.of("CP1"))
    assert charge_point
    return charge_point.password_hash, charge_point.next_password_hash


@pytest.fixture
def onboarding(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNKNOWN_CHARGE_POINTS", "Pending")
    monkeypatch.setenv("ONBOARDING_PASSWORD_HASH", "the hash of all")


def test_a_stranger_that_may_come_in_is_pending(onboarding: None) -> None:
    assert connected(chargePointId="NEW", onboard="true") == WELCOME
    (charge_point,) = table.fetch(ChargePoint.of("NEW"))
    assert charge_point
    assert charge_point.registration == "Pending"
    assert charge_point.security_profile == 2
    assert charge_point.password_hash == "the hash of all"


def test_a_stranger_whose_name_differs_by_case_stays_out(onboarding: None) -> None:
    provision("CP1", security_profile=2)
    assert connected(chargePointId="cp1", onboard="true")["statusCode"] == 404
    assert current("cp1") is None


def test_one_that_was_provisioned_meanwhile_keeps_its_settings(onboarding: None) -> None:
    provision("CP1", security_profile=1, password_hash="its own")
    assert connected(onboard="true") == WELCOME
    (charge_point,) = table.fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert (charge_point.registration, charge_point.password_hash) == ("Accepted", "its own")


def test_a_store_that_hangs_is_given_up(cp1: str, hanging: None) -> None:
    assert connect.handler(event("connect"), Context(1.2))["statusCode"] == 503


def test_a_frame_with_connect_as_its_action_is_a_call_like_any_other(
    cp1: str, sockets: Sockets
) -> None:
    said: dict[str, Any] = message(frame("$connect", {}), route="$connect")
    assert connect.handler(said, Context()) == {"statusCode": 200}
    assert sockets.frames[0][:3] == [4, "unique-1", "NotImplemented"]
    assert current() is None


def test_connections_are_found_by_their_charge_point_alone(cp1: str, sockets: Sockets) -> None:
    provision("CP2", security_profile=2)
    connected("one")
    connected("two", chargePointId="CP2")
    assert (current("CP1"), current("CP2")) == ("one", "two")
    assert sockets.closed == []
    connections.closed("CP2", "one")
    assert current("CP1") == "one"


def test_the_call_that_the_old_connection_carried_is_lost(cp1: str, sockets: Sockets) -> None:
    command_steps.connected("old")
    command_steps.send("c1")
    command_steps.take_tasks()
    connected("new", minutes=1)
    ((task, seconds),) = command_steps.tasks()
    assert (command_steps.status("c1"), seconds) == ("Sent", 2)
    tasks.perform(task, NOON + timedelta(minutes=1, seconds=2))
    assert command_steps.status("c1") == "ConnectionLost"


def test_what_waits_is_sent_a_second_after_the_upgrade_and_not_before(
    cp1: str, sockets: Sockets
) -> None:
    command_steps.send("c1", until=NOON + timedelta(hours=1))
    command_steps.take_tasks()
    connected("new")
    assert sockets.posted == []
    ((task, seconds),) = command_steps.tasks()
    assert seconds == 1
    tasks.perform(task, NOON + timedelta(seconds=1))
    assert sockets.posted == [("new", [2, "c1", "Reset", {"type": "Soft"}])]


def test_whose_turn_in_a_campaign_has_come_brings_a_look_at_it(cp1: str) -> None:
    assert connected(campaign="c1") == WELCOME
    task = {"task": "look-at-campaign", "campaignId": "c1", "chargePointId": "CP1"}
    assert command_steps.tasks() == [(task, 1)]


def test_a_connection_for_which_nothing_waits_wakes_nobody(cp1: str, sockets: Sockets) -> None:
    connected("new")
    assert command_steps.tasks() == []


def test_a_connection_is_granted_though_what_follows_from_it_fails(
    cp1: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    command_steps.connected("old")
    command_steps.send("c1")
    waits = command_steps.send("c2", until=NOON + timedelta(hours=1))
    put_off = command_steps.take_tasks()

    def fail(*_: object, **__: object) -> NoReturn:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("csms.store.commands.end", fail)
        assert connected("new") == WELCOME
    assert (command_steps.status("c1"), waits.status) == ("Sent", "Queued")
    for task in put_off:
        tasks.perform(task, NOON + timedelta(seconds=30))
    assert (command_steps.status("c1"), command_steps.status("c2")) == ("TimedOut", "Sent")


@given(
    tries=st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 1)),
        min_size=50,
        max_size=100,
    )
)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_many_try_from_anywhere_as_anybody_few_items_stand_and_the_genuine_are_seen(
    tries: list[tuple[int, int, int]], cp1: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for model in (StateItem, HistoryItem):
        for raw in list(items_of(model)):
            calls.call(
                "DeleteItem",
                {"TableName": model.Meta.table_name, "Key": {n: raw[n] for n in ("pk", "sk")}},
            )
    provision(cp1, security_profile=0)
    monkeypatch.setattr(inbox, "SLOTS", 6)
    before = len(items_of(StateItem)) + len(items_of(HistoryItem))

    def refused(name: str, address: str, status: str, minutes: int) -> None:
        request = event("connect")
        at = NOON + timedelta(minutes=minutes)
        request["requestContext"]["requestTimeEpoch"] = int(at.timestamp() * 1000)
        request["requestContext"]["authorizer"]["address"] = address
        told = {"chargePointId": name, "status": status, "reason": "because"}
        request["requestContext"]["authorizer"] |= told
        assert connect.handler(request, Context())["statusCode"] == int(status)

    for minutes in (0, 0, 1):
        refused("GENUINE", "192.0.2.1", "404", minutes)
    refused(cp1, "192.0.2.1", "401", 1)
    for name, address, known in tries:
        source = f"198.51.100.{address}"
        refused(*((cp1, source, "401") if known else (f"X-{name}", source, "404")), 1)
    grown = len(items_of(StateItem)) + len(items_of(HistoryItem)) - before
    lines = security_events.ADDRESSES
    assert grown <= inbox.SLOTS + security_events.ADDRESSES + lines
    assert inbox.find("GENUINE")
    addresses = [one.source_ip for one in failures_of(cp1)]
    assert "192.0.2.1" in addresses


def items_of(model: type[StateItem] | type[HistoryItem]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = calls.call("Scan", {"TableName": model.Meta.table_name})["Items"]
    return found


def judged(address: str, password: str, identity: str = "CP1", minutes: int = 0) -> str:
    """What a handshake is answered, through authorizer and $connect."""
    policy = authorize(
        x_viewer_address=address,
        x_ocpp_identity=identity,
        authorization=basic(identity, password.encode()),
    )
    answer = connected(f"{address}-{password}", minutes=minutes, **policy["context"])
    return str(answer["statusCode"])


def test_after_ten_wrong_passwords_that_pair_is_refused_before_anything_is_hashed(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for identity in ("CP1", "CP2"):
        provision(identity, security_profile=2, password_hash=hash_password(PASSWORD))
    assert judged("192.0.2.1", PASSWORD) == "200"
    before = current()
    assert {judged("192.0.2.9", "wrong") for _ in range(10)} == {"401"}
    assert judged("192.0.2.1", PASSWORD) == "200", "from its own address"
    assert judged("192.0.2.9", PASSWORD, "CP2") == "200", "as another"
    with monkeypatch.context() as counting:
        counting.setattr(credentials, "_scrypt", fails)
        assert judged("192.0.2.9", "wrong") == "429"
        assert judged("192.0.2.9", PASSWORD) == "429"
    assert current() == before
    (event,) = failures_of("CP1", security_events.THROTTLED)
    assert event.tries == 2


def fails(*_: object, **__: object) -> NoReturn:
    raise AssertionError


@pytest.mark.usefixtures("onboarding")
def test_nor_may_strangers_guess_the_password_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONBOARDING_PASSWORD_HASH", hash_password(PASSWORD))
    assert [judged("192.0.2.9", "wrong", "NEW") for _ in range(11)] == ["404"] * 10 + ["429"]
    assert judged("192.0.2.1", PASSWORD, "NEW") == "200"


def test_a_wrong_profile_is_no_guess(cp1: str) -> None:
    assert [judged("192.0.2.9", "wrong") for _ in range(12)] == ["403"] * 12


def test_a_refused_subprotocol_is_logged_and_answered_with_its_true_reason(
    cp1: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: dict[str, Any] = {}
    monkeypatch.setattr(logger, "info", lambda _, extra: logged.update(extra))
    answer = connected("one", offers=["ocpp2.0.1"])
    reason = "offer the subprotocol ocpp1.6: no subprotocol ocpp1.6 among ocpp2.0.1"
    assert answer["body"] == reason
    assert (logged["status"], logged["reason"]) == (400, reason)


def test_what_was_shown_is_kept_of_a_refusal_without_the_password(cp1: str) -> None:
    connected(status="401", reason="wrong credentials", kind="FailedToAuthenticate")
    (event,) = failures_of("CP1")
    assert event.presented == {"tls": True, "password": True, "subprotocols": "ocpp1.6"}
