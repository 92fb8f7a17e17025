from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from csms.domain.campaign_plans import OPEN, PASSED_OVER
from csms.domain.file_addresses import Refused, wanted
from csms.outbound import dispatch, sending
from csms.outbound.command import Commands
from csms.outbound.sending import Order
from csms.redaction import redacted
from csms.store.commands import campaign_targets as rows
from csms.store.commands import job_transitions, transitions
from csms.store.commands.jobs import Job
from csms.store.provisioned import provisioning
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.reported.configuration import Configuration, Entry
from csms.store.table import fetch, perform, put
from csms.wire.ocpp16 import spell_time
from outbound import COMMANDS
from tests.campaigns import (
    DAY,
    FIRMWARE,
    MINUTE,
    boot_of,
    campaign_over,
    changed,
    connect,
    counted,
    ends_recorded,
    kept,
    looked,
    states,
    target,
    there,
)
from tests.conftest import Says
from tests.csms.command_steps import take_tasks
from tests.images import ID, brought
from tests.stored import set_registration
from tests.support import NOON, Sockets
from tests.workflows.conftest import Executions
from tests.workflows.running import come
from workflows.campaign_books import Books
from workflows.campaign_orders import payload_of
from workflows.campaign_targets import gather, sweep

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def sent(cp1: str, sockets: Sockets, updates: Executions) -> None:
    """Sockets that take what is sent."""


def update_of(charge_point_id: str) -> Job:
    (job,) = fetch(Job.of(charge_point_id, str(target(charge_point_id).command_id)))
    assert job
    return job


def times(most: int) -> Callable[[], bool]:
    """There is time for so many more."""
    left = iter([True] * most)
    return lambda: next(left, False)


def test_an_update_leaves_as_it_was_said_and_has_its_job(sockets: Sockets) -> None:
    there("A")
    campaign_over("A", firmware=FIRMWARE | {"retries": 2, "timeouts": {"accepted": 60}})
    looked()
    assert sockets.frames[-1][2:] == [
        "UpdateFirmware",
        {
            "location": FIRMWARE["location"],
            "retries": 2,
            "retrieveDate": spell_time(NOON),
        },
    ]
    job = update_of("A")
    assert (job.expected_version, job.timeouts) == ("2.0", {"accepted": 60})
    (charge_point,) = fetch(ChargePoint.of("A"))
    assert charge_point
    assert charge_point.awaits_boot == job.command_id


def test_a_signed_one_is_a_command_of_its_own() -> None:
    said = FIRMWARE | {"signature": "s", "signingCertificate": "c"}
    payload = payload_of(said, FIRMWARE["location"], NOON)
    assert payload["firmware"]["location"] == FIRMWARE["location"]
    assert payload["firmware"]["retrieveDateTime"] == spell_time(NOON)


def rejected() -> None:
    there("A")
    set_registration("A", "Rejected")


@pytest.mark.parametrize(
    ("prepared", "state", "waits_for"),
    [
        (lambda: there("A", version="2.0"), "alreadyInstalled", None),
        (lambda: None, "skipped", None),
        (lambda: there("A", connected=False), "queued", "connection"),
        (rejected, "queued", "registration"),
    ],
)
def test_who_need_not_or_cannot_begin_is_sent_nothing(
    prepared: Callable[[], object], state: str, waits_for: str | None, sockets: Sockets
) -> None:
    prepared()
    campaign_over("A")
    looked()
    assert (states(), sockets.frames) == ({"A": state}, [])
    assert target("A").waits_for == waits_for


def test_who_charges_is_waited_for_or_not(says: Says, sockets: Sockets) -> None:
    there("CP1")
    start = {"connectorId": 1, "idTag": "X", "meterStart": 0, "timestamp": spell_time(NOON)}
    answer = says("StartTransaction", start)
    assert answer
    campaign_over("CP1")
    looked(NOON + SECOND)
    assert (states(), target("CP1").waits_for) == ({"CP1": "queued"}, "charging")
    stop = {"transactionId": answer[2]["transactionId"], "meterStop": 1}
    says("StopTransaction", stop | {"timestamp": spell_time(NOON + MINUTE)}, unique_id="2")
    looked(NOON + MINUTE)
    assert states() == {"CP1": "requested"}


def test_who_charges_begins_where_that_is_wanted(says: Says) -> None:
    there("CP1")
    start = {"connectorId": 1, "idTag": "X", "meterStart": 0, "timestamp": spell_time(NOON)}
    says("StartTransaction", start)
    campaign_over("CP1", whileCharging="update")
    looked(NOON + SECOND)
    assert states() == {"CP1": "requested"}


def test_what_makes_no_sense_for_one_is_skipped_with_its_reason() -> None:
    there("A")
    there("B")
    configuration = Configuration.of("A")
    configuration.keep([Entry("SupportedFileTransferProtocols", True, "FTP", NOON)])
    perform(put(configuration))
    campaign_over("A", "B")
    looked()
    assert states() == {"A": "skipped", "B": "requested"}
    assert "has no HTTPS" in str(target("A").reason)
    assert counted() == {"skipped": 1, "open": 1}


def test_one_for_whom_too_much_waits_already_has_its_turn_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transitions, "MOST_WAITING", 1)
    there("A")
    reset("A")
    reset("A", "second")
    campaign_over("A")
    looked()
    assert (states(), target("A").waits_for) == ({"A": "queued"}, "turn")
    assert counted() == {"passedOver": 1}


def reset(charge_point_id: str, command_id: str = "first") -> None:
    """A call that keeps the next one waiting."""
    order = Order(
        charge_point_id=charge_point_id,
        command_id=command_id,
        payload={"type": "Soft"},
        by="olga",
        at=NOON,
        timeout=30,
    )
    sending.send(COMMANDS, "Reset", order)


def test_a_command_that_never_left_is_one_that_it_knows_nothing_of() -> None:
    there("A")
    reset("A")
    campaign_over("A")
    looked()
    connections.closed("A", "A-1")
    dispatch.drain(COMMANDS, "A", NOON + SECOND)
    assert come("follow-job", "watch", at=NOON + SECOND) > 0
    come("follow-job", at=NOON + SECOND)
    looked(NOON + MINUTE)
    assert (states(), target("A").waits_for) == ({"A": "queued"}, "connection")
    assert counted() == {"passedOver": 1}


def test_one_whose_connection_dies_before_the_answer_goes_on_by_its_statuses(says: Says) -> None:
    there("A")
    campaign_over("A", firmware={"location": FIRMWARE["location"]})
    looked()
    take_tasks()
    ended = connections.closed("A", "A-1")
    assert ended
    dispatch.lost_soon(ended)
    assert come("connection-lost", at=NOON + 2 * SECOND) == 1
    assert come("follow-job", at=NOON + 2 * SECOND) == 1
    looked(NOON + MINUTE)
    assert (states(), update_of("A").status) == ({"A": "requested"}, "Unanswered")
    status = {"status": "Installed"}
    says("FirmwareStatusNotification", status, charge_point_id="A", at=NOON + 2 * MINUTE)
    come("follow-statuses", at=NOON + 2 * MINUTE)
    looked(NOON + 3 * MINUTE)
    assert (states(), ends_recorded("A")) == ({"A": "installed"}, ["installed"])


def test_an_update_that_is_asked_for_again_is_the_same_turn() -> None:
    there("A")
    campaign_over("A")
    looked()
    job = update_of("A")
    following = Job.of("A", "another")
    following.action, following.location = job.action, job.location
    following.asked_at = NOON
    perform(job_transitions.requested(following, NOON))
    job.ended_at, job.outcome, job.repeated_by = NOON, "failed", "another"
    perform(job_transitions.moved(job))
    looked(NOON + MINUTE)
    assert (target("A").command_id, states()) == ("another", {"A": "requested"})


def test_one_that_is_deleted_meanwhile_has_failed() -> None:
    there("A")
    campaign_over("A")
    looked()
    provisioning.forget_device("A")
    looked(NOON + MINUTE)
    assert (states(), ends_recorded("A")) == ({"A": "failed"}, ["failed"])


def test_the_fleet_is_looked_through_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.campaign_targets.PAGE", 2)
    for number in range(5):
        there(f"A{number}")
    there("B", vendor="W")
    campaign_over(wanted={"vendor": "V", "model": "M"})
    books = Books(kept(), NOON)
    assert gather(books, times(2)) is False
    assert (kept().status, kept().total) == ("scheduled", 4)
    assert gather(Books(kept(), NOON), times(9))
    assert (kept().status, kept().total) == ("rolling out", 5)
    assert sorted(states()) == [f"A{number}" for number in range(5)]


def test_what_is_wanted_is_worked_out_when_it_begins() -> None:
    there("A")
    campaign_over(wanted={"firmwareVersion": "1.0"})
    there("B")
    there("C", version="2.0")
    looked()
    assert states() == {"A": "requested", "B": "requested"}


def test_a_page_that_fills_up_leaves_the_others_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in "ABCD":
        there(one, connected=one != "A")
    campaign_over(*"ABCD", rollout={"concurrency": 1})
    looked()
    assert (kept().next_place, counted()) == (2, {"passedOver": 1, "open": 1})
    assert states() == {"A": "queued", "B": "requested", "C": "queued", "D": "queued"}


def test_nobody_is_lost_where_a_look_dies_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in "ABC":
        there(one, connected=one != "A")
    campaign_over(*"ABC")
    send = sending.send

    def dies_at_c(commands: Commands, action: str, order: Order, **more: Any) -> Any:
        if order.charge_point_id == "C":
            raise ConnectionError
        return send(commands, action, order, **more)

    monkeypatch.setattr(sending, "send", dies_at_c)
    with pytest.raises(ConnectionError):
        looked()
    assert counted() == {"passedOver": 1, "open": 1}
    monkeypatch.undo()
    looked(NOON + SECOND)
    connect("A")
    looked(NOON + MINUTE)
    assert set(states().values()) == {"requested"}


def test_those_that_were_passed_over_take_turns() -> None:
    for one in "ABC":
        there(one, connected=False)
    campaign_over(*"ABC", rollout={"concurrency": 1})
    looked()
    for one in "ABC":
        connect(one)
    looked(NOON + MINUTE + SECOND)
    assert states() == {"A": "queued", "B": "requested", "C": "queued"}


def test_many_are_let_go_in_several_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.campaign_targets.PAGE", 2)
    for one in "ABCDE":
        there(one, connected=False)
    campaign_over(*"ABCDEFGH")
    looked()
    changed(status="cancelled")
    assert sweep(Books(kept(), NOON), times(2)) is False
    assert sweep(Books(kept(), NOON), times(9))
    assert counted() == {"cancelled": 5, "skipped": 3}
    assert sum(len(ends_recorded(one)) for one in "ABCDEFGH") == 8


def test_a_command_that_waits_for_its_turn_is_taken_back(sockets: Sockets) -> None:
    there("A")
    reset("A")
    campaign_over("A")
    looked()
    assert [frame[2] for frame in sockets.frames] == ["Reset"]
    changed(status="cancelled")
    take_tasks()
    looked(NOON + SECOND)
    assert come("follow-job", at=NOON + SECOND) == 1
    assert looked(NOON + MINUTE) is None
    assert states() == {"A": "cancelled"}
    assert counted() == {"cancelled": 1}


def all_places() -> Iterator[int]:
    yield from (one.place for one in rows.all_open("c1"))
    yield from (one.place for one in rows.all_passed_over("c1"))


def test_what_stands_beside_them_is_what_is_counted() -> None:
    for one in "ABC":
        there(one, connected=one != "B")
    campaign_over(*"ABC")
    looked()
    assert sorted(all_places()) == [0, 1, 2]
    assert counted() == {OPEN: 2, PASSED_OVER: 1}
    assert boot_of("A")["firmwareVersion"] == "1.0"


def of_an_image(*charge_point_ids: str) -> None:
    campaign_over(*charge_point_ids, firmware={"image": ID}, rollout={"concurrency": 1})


def location(sockets: Sockets) -> str:
    told: str = sockets.frames[-1][3]["location"]
    return told


def test_an_image_is_fetched_until_the_campaign_has_ended(sockets: Sockets) -> None:
    brought()
    there("A")
    there("B")
    of_an_image("A", "B")
    changed(ends_at=NOON + 40 * DAY)
    looked()
    path = urlsplit(location(sockets)).path
    assert wanted("k" * 48, "GET", path, NOON + 40 * DAY - SECOND).id == ID
    assert (update_of("A").image_id, update_of("A").location) == (ID, redacted(location(sockets)))
    with pytest.raises(Refused):
        wanted("k" * 48, "GET", path, NOON + 40 * DAY)


def test_in_a_campaign_that_is_about_to_end_it_is_fetched_until_the_update_has(
    sockets: Sockets,
) -> None:
    brought()
    there("A")
    of_an_image("A")
    changed(ends_at=NOON + MINUTE)
    looked()
    assert wanted("k" * 48, "GET", urlsplit(location(sockets)).path, NOON + DAY).id == ID


def test_without_its_image_an_update_has_failed(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought()
    there("A")
    there("B")
    of_an_image("A", "B")
    monkeypatch.setenv("FILES_URL", "")
    looked()
    monkeypatch.undo()
    assert states() == {"A": "failed", "B": "failed"}
    assert "no place for files" in str(target("A").reason)
    assert sockets.frames == []


def test_an_image_that_was_deleted_meanwhile_is_the_reason(sockets: Sockets) -> None:
    there("A")
    of_an_image("A")
    looked()
    assert (states(), target("A").reason) == (
        {"A": "failed"},
        f"there is no firmware image {ID}",
    )
