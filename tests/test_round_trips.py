"""How often DynamoDB is asked, one call after the other, before an answer leaves (rule 7)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from threading import current_thread, main_thread
from typing import Any

import pytest

from csms.domain.transactions import StartKey
from csms.inbound import last_seen
from csms.store import table, transactions
from csms.store.commands import pending_profiles
from csms.store.commands.charging_profiles import of_charge_point as profiles_of
from csms.store.commands.pending_profiles import PendingProfile
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import calls
from csms.store.transactions import reservations
from csms.store.transactions.reservations import Reservation
from csms.wire.ocpp16 import spell_time
from tests.actions import ACTIONS, PAYLOADS
from tests.conftest import Says
from tests.stored import provision, provision_id_tag, transactions_of
from tests.support import NOON, Sockets

NORMAL = dict.fromkeys(ACTIONS, 1) | {
    "Authorize": 2,
    "BootNotification": 2,
    "DataTransfer": 2,
    "StartTransaction": 3,
    "StopTransaction": 2,
    "MeterValues": 2,
}
WORST = dict.fromkeys(ACTIONS, 2) | {"StartTransaction": 5, "StopTransaction": 3}

FOLLOWED = {"BootNotification", "StartTransaction", "StatusNotification"}  # by more than the log

START, STOP = PAYLOADS["StartTransaction"], PAYLOADS["StopTransaction"]
METER_VALUES = PAYLOADS["MeterValues"]
WRITES = ("TransactWriteItems", "UpdateItem")


@dataclass
class Asked:
    """The calls of DynamoDB's API, and how many of them came before the last answer left."""

    calls: list[str] = field(default_factory=list)
    trips: int = 0
    """What is asked at the same time is one."""
    updated: list[str] = field(default_factory=list)
    """The keys that UpdateItem was given."""
    before_answer: int = 0
    meanwhile: Callable[[], object] | None = None
    """Happens once, as the next write arrives."""


@pytest.fixture
def asked(sockets: Sockets, cp1: str, monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    call, post = calls.call, sockets.post

    def counting(operation: str, arguments: table.Raw) -> table.Raw:
        first = current_thread() is main_thread()
        if first and operation in WRITES and (meanwhile := asked.meanwhile):
            so_far, asked.meanwhile = (asked.calls.copy(), asked.trips), None
            meanwhile()
            asked.calls, asked.trips = so_far
        asked.calls.append(operation)
        asked.trips += first
        if operation == "UpdateItem":
            asked.updated.append(" ".join(part["S"] for part in arguments["Key"].values()))
        return call(operation, arguments)

    def noting(*frame: Any) -> None:
        asked.before_answer = asked.trips
        post(*frame)

    monkeypatch.setattr(calls, "call", counting)
    monkeypatch.setattr(sockets, "post", noting)
    return asked


@pytest.fixture
def trips(asked: Asked, says: Says) -> Callable[..., int]:
    """Let CP1 say something; returns how often DynamoDB was asked before it was answered."""

    def count(action: str, payload: dict[str, Any]) -> int:
        asked.calls.clear()
        asked.trips = 0
        asked.updated.clear()
        answer = says(action, payload)
        assert answer
        assert answer[0] == 3
        return asked.before_answer

    return count


def begun(says: Says, **changes: Any) -> int:
    answer = says("StartTransaction", START | changes)
    assert answer
    number: int = answer[2]["transactionId"]
    return number


@pytest.mark.parametrize("fleet", [0, 8])
@pytest.mark.parametrize("action", ACTIONS)
def test_an_answer_takes_no_more_than_its_round_trips(
    action: str, fleet: int, trips: Callable[..., int], says: Says, asked: Asked
) -> None:
    for number in range(fleet):
        provision(f"CP-{number}", security_profile=0)
        provision_id_tag(f"TAG-{number}", parent_id_tag="CARDS")
    provision_id_tag("CARD-1")
    number = begun(says, connectorId=2)
    named = {"transactionId": number} if action in ("StopTransaction", "MeterValues") else {}
    assert 1 <= trips(action, PAYLOADS[action] | named) <= NORMAL[action]
    assert "Scan" not in asked.calls


@pytest.mark.parametrize("action", [each for each in ACTIONS if each not in FOLLOWED])
def test_the_message_log_and_that_it_spoke_are_one_round_trip_after_the_answer(
    action: str, trips: Callable[..., int], asked: Asked
) -> None:
    provision_id_tag("CARD-1")
    before = trips(action, PAYLOADS[action])
    assert asked.trips - before == 1
    assert asked.updated.count("CP#CP1 CP") == 1


@pytest.mark.parametrize("action", ["BootNotification", "Heartbeat", "StatusNotification"])
def test_what_writes_last_seen_itself_does_not_write_it_again_after_the_answer(
    action: str, trips: Callable[..., int], asked: Asked
) -> None:
    trips(action, PAYLOADS[action])
    assert asked.updated.count("CP#CP1 CP") == 1


def test_where_only_what_is_telling_is_logged_a_heartbeat_is_all_done_with_its_answer(
    trips: Callable[..., int], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSAGE_LOG", "Telling")
    assert trips("Heartbeat", PAYLOADS["Heartbeat"]) == 1
    assert asked.calls == ["UpdateItem"]


def test_where_only_what_is_telling_is_logged_samples_ask_for_one_less(
    trips: Callable[..., int], says: Says, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    provision_id_tag("CARD-1")
    samples = METER_VALUES | {"transactionId": begun(says)}
    before_it = ["BatchGetItem", "UpdateItem", "UpdateItem"]
    assert trips("MeterValues", samples) == 2
    assert asked.calls == [*before_it, "PutItem"]
    monkeypatch.setenv("MESSAGE_LOG", "Telling")
    later = spell_time(NOON + timedelta(seconds=30))
    more = samples | {"meterValue": [METER_VALUES["meterValue"][0] | {"timestamp": later}]}
    assert trips("MeterValues", more) == 2
    assert asked.calls == before_it


def test_that_a_charge_point_spoke_is_noted_without_a_log_all_the_same(
    trips: Callable[..., int], says: Says, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSAGE_LOG", "Telling")
    provision_id_tag("CARD-1")
    number = begun(says)
    monkeypatch.setattr(last_seen, "is_due", lambda *_: True)
    before = trips("MeterValues", METER_VALUES | {"transactionId": number})
    assert (before, asked.trips) == (2, 3)
    assert asked.updated[-1] == "CP#CP1 CP"


@pytest.mark.parametrize("action", ACTIONS)
def test_a_repetition_takes_no_more_than_the_worst(
    action: str, trips: Callable[..., int], says: Says
) -> None:
    provision_id_tag("CARD-1", parent_id_tag="CARDS")
    provision_id_tag("CARDS")
    number = begun(says, connectorId=2)
    named = {"transactionId": number} if action in ("StopTransaction", "MeterValues") else {}
    tag = {"idTag": "CARD-1"} if action == "StopTransaction" else {}
    for _ in range(2):
        assert 1 <= trips(action, PAYLOADS[action] | named | tag) <= WORST[action]


def test_a_tag_of_a_group_is_authorized_in_two(trips: Callable[..., int]) -> None:
    provision_id_tag("CARD-1", parent_id_tag="CARDS")
    provision_id_tag("CARDS")
    assert trips("Authorize", PAYLOADS["Authorize"]) == 2


def test_a_tag_without_a_group_starts_in_two(trips: Callable[..., int]) -> None:
    provision_id_tag("CARD-1")
    assert trips("StartTransaction", START) == 2


@pytest.mark.parametrize("running", [1, 9])
def test_a_limited_tag_whose_number_is_taken_starts_in_five(
    running: int, trips: Callable[..., int], says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    provision_id_tag("CARD-1", parent_id_tag="CARDS", max_active_transactions=running + 9)
    provision_id_tag("CARDS")
    for place in range(running):
        provision(f"CP-{place}", security_profile=0)
        says("StartTransaction", START, charge_point_id=f"CP-{place}")
    monkeypatch.setattr(StartKey, "number", 5)
    says("StartTransaction", START | {"connectorId": 2})
    assert trips("StartTransaction", START | {"connectorId": 3}) == WORST["StartTransaction"]


def test_a_limited_tag_that_starts_elsewhere_meanwhile_is_judged_again_in_four_more(
    trips: Callable[..., int], says: Says, asked: Asked
) -> None:
    provision_id_tag("CARD-1", max_active_transactions=2)
    begun(says, connectorId=2)
    moved = table.update(IdTag.of("CARD-1"), [IdTag.starts.add(1)])
    asked.meanwhile = lambda: table.perform(moved)
    assert trips("StartTransaction", START) == 4 + 4


@pytest.mark.parametrize("stopped", [False, True])
def test_a_possible_double_costs_a_start_nothing_unless_it_was_stopped(
    stopped: bool, trips: Callable[..., int], says: Says
) -> None:
    provision_id_tag("CARD-1", parent_id_tag="CARDS")
    clockless = {"timestamp": "1970-01-01T00:00:05Z"}
    first = begun(says, **clockless)
    if stopped:
        says("StopTransaction", STOP | {"transactionId": first})
    says("BootNotification", PAYLOADS["BootNotification"], at=NOON)
    assert trips("StartTransaction", START | clockless) == (4 if stopped else 3)


def reserved(status: str = "Accepted") -> None:
    reservation = Reservation.of("CP1", 7)
    reservation.connector_id, reservation.id_tag = 1, "CARD-1"
    reservation.answered_at = reservation.expiry_date = NOON
    reservation.status, reservation.command_id = status, "command-1"
    table.perform(reservations.answered(reservation))


@pytest.mark.parametrize("status", ["Accepted", "Cancelled", None])
def test_a_reservation_costs_a_start_nothing(
    status: str | None, trips: Callable[..., int], asked: Asked
) -> None:
    provision_id_tag("CARD-1", parent_id_tag="CARDS")
    if status:
        reserved(status)
    assert trips("StartTransaction", START | {"reservationId": 7}) == 3


def test_a_reservation_that_is_cancelled_meanwhile_costs_a_start_one_more(
    trips: Callable[..., int], asked: Asked
) -> None:
    provision_id_tag("CARD-1", parent_id_tag="CARDS")
    reserved()
    asked.meanwhile = lambda: table.perform(reservations.cancelled("CP1", 7, NOON))
    assert trips("StartTransaction", START | {"reservationId": 7}) == 4
    (transaction,) = transactions_of("CP1")
    assert transaction.reservation_id == 7
    (reservation,) = table.fetch(Reservation.of("CP1", 7))
    assert reservation
    assert (reservation.status, reservation.transaction_id) == ("Cancelled", None)


def awaited() -> PendingProfile:
    pending = PendingProfile.of("CP1", 1, "CARD-1")
    later = NOON + timedelta(minutes=1)
    profile = {"chargingProfileId": 8, "stackLevel": 0, "chargingProfilePurpose": "TxProfile"}
    table.perform(pending_profiles.waits(pending, profile, "command-1", NOON, later))
    return pending


def test_a_profile_that_waits_costs_a_start_nothing(trips: Callable[..., int]) -> None:
    provision_id_tag("CARD-1", parent_id_tag="CARDS")
    awaited()
    assert trips("StartTransaction", START) == 3
    (profile,) = profiles_of("CP1")
    assert profile.charging_profile_id == 8


@pytest.mark.parametrize("named", [False, True])
def test_a_profile_that_is_refused_meanwhile_costs_a_start_one_more(
    named: bool, trips: Callable[..., int], asked: Asked
) -> None:
    provision_id_tag("CARD-1", parent_id_tag="CARDS")
    refused, _ = pending_profiles.refused(awaited(), 8, "command-1")
    if named:
        reserved()
    asked.meanwhile = lambda: table.perform(refused)
    assert trips("StartTransaction", START | ({"reservationId": 7} if named else {})) == 4
    assert profiles_of("CP1") == []
    if named:
        (reservation,) = table.fetch(Reservation.of("CP1", 7))
        assert reservation
        assert reservation.status == "Used"


def test_a_stop_by_a_tag_of_a_group_takes_three(trips: Callable[..., int], says: Says) -> None:
    provision_id_tag("CARD-1", parent_id_tag="CARDS")
    provision_id_tag("CARDS")
    stop = STOP | {"transactionId": begun(says), "idTag": "CARD-1"}
    data = {"transactionData": METER_VALUES["meterValue"]}
    assert trips("StopTransaction", stop | data) == 3
    assert trips("StopTransaction", stop | {"meterStop": 9999}) == 3, "stopped before"
    assert trips("StopTransaction", stop | data | {"transactionId": -1}) == 3, "unknown"


def test_samples_that_move_nothing_else_are_written_without_a_transaction(
    trips: Callable[..., int], asked: Asked
) -> None:
    for _ in range(2):
        assert trips("MeterValues", METER_VALUES) == 2
        assert asked.calls[:2] == ["BatchGetItem", "UpdateItem"]
        assert "TransactWriteItems" not in asked.calls


@pytest.mark.parametrize("accepted", [True, False])
def test_a_register_that_moved_meanwhile_costs_a_transaction_that_was_refused_one_more(
    accepted: bool, trips: Callable[..., int], says: Says, asked: Asked
) -> None:
    if accepted:
        provision_id_tag("CARD-1")
    number = begun(says)

    def a_newer_sample() -> None:
        transaction = transactions.find("CP1", number)
        assert transaction
        later = NOON + timedelta(hours=1)
        moves = transactions.register_moves(transaction, later, Decimal(9999))
        table.perform(moves)

    asked.meanwhile = a_newer_sample
    assert trips("MeterValues", METER_VALUES | {"transactionId": number}) == (2 if accepted else 3)


def test_samples_and_their_register_are_written_at_once_and_not_in_a_transaction(
    trips: Callable[..., int], says: Says, asked: Asked
) -> None:
    provision_id_tag("CARD-1")
    number = begun(says)
    assert trips("MeterValues", METER_VALUES | {"transactionId": number}) == 2
    assert asked.calls[1:3] == ["UpdateItem", "UpdateItem"]
    assert "TransactWriteItems" not in asked.calls
