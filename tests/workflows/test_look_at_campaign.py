from datetime import timedelta

import pytest

from csms.store.commands import campaigns as store
from csms.store.commands import job_transitions
from csms.store.commands.jobs import Job
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import ConditionFailed, fetch, perform, query
from tests.campaigns import (
    DAY,
    MINUTE,
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
from tests.csms.command_steps import take_tasks
from tests.support import NOON, Context, Sockets
from workflows import look_at_campaign as module
from workflows.campaign_books import Overtaken
from workflows.look_at_campaign import handler, look, look_at_campaign

SECOND = timedelta(seconds=1)
TOLD = {"campaignId": "c1", "attempt": 1, "looks": 0, "dueAt": "any"}


@pytest.fixture(autouse=True)
def begun(store: None, sockets: Sockets) -> None:
    """Sockets that take what is sent."""


def update(charge_point_id: str, **members: object) -> None:
    """What others have written down of its update."""
    command_id = target(charge_point_id).command_id
    assert command_id
    (job,) = fetch(Job.of(charge_point_id, command_id))
    assert job
    for name, value in members.items():
        setattr(job, name, value)
    perform(job_transitions.moved(job))


def end(charge_point_id: str, outcome: str = "installed") -> None:
    update(charge_point_id, outcome=outcome, reason="so it was", ended_at=NOON, status="Accepted")


def test_it_goes_from_its_beginning_to_its_end(sockets: Sockets) -> None:
    for one in ("A", "B", "C"):
        there(one)
    campaign_over("A", "B", "C", rollout={"concurrency": 2})
    assert looked() == NOON + 2 * SECOND
    assert [frame[2] for frame in sockets.frames] == 2 * ["UpdateFirmware"]
    assert (kept().status, kept().started_at) == ("rolling out", NOON)
    assert states() == {"A": "requested", "B": "requested", "C": "queued"}
    update("A", phase="installing", status="Accepted")
    end("B")
    looked(NOON + 2 * SECOND)
    assert states() == {"A": "installing", "B": "installed", "C": "requested"}
    end("A")
    end("C", "failed")
    assert looked(NOON + MINUTE) is None
    assert (kept().status, kept().ended_at) == ("completed", NOON + MINUTE)
    assert counted() == {"installed": 2, "failed": 1}
    assert [ends_recorded(one) for one in ("A", "B", "C")] == [["installed"]] * 2 + [["failed"]]
    (entry,) = query(AuditEntry, partition("campaigns/c1"))
    assert entry.details["ended"]["status"] == "completed"
    assert looked(NOON + MINUTE) is None


def test_one_who_is_not_there_waits_for_its_connection_and_keeps_nobody_back() -> None:
    there("A", connected=False)
    there("B")
    campaign_over("A", "B", rollout={"concurrency": 1})
    looked()
    assert states() == {"A": "queued", "B": "requested"}
    assert (target("A").waits_for, counted()) == ("connection", {"passedOver": 1, "open": 1})
    end("B")
    connect("A")
    looked(NOON + MINUTE)
    assert states() == {"A": "requested", "B": "installed"}


def test_at_its_end_who_never_came_is_skipped_and_who_began_finishes() -> None:
    there("A", connected=False)
    there("B")
    campaign_over("A", "B")
    looked()
    assert looked(NOON + DAY) is not None
    assert (kept().status, kept().ended_at) == ("expired", None)
    assert states() == {"A": "skipped", "B": "requested"}
    end("B")
    assert looked(NOON + DAY + MINUTE) is None
    assert (kept().status, counted()) == ("expired", {"skipped": 1, "installed": 1})
    assert ends_recorded("A") == ["skipped"]


def test_at_its_end_who_began_is_left_where_an_operator_says_so() -> None:
    there("A")
    campaign_over("A", endBehaviour="leave")
    looked()
    assert looked(NOON + DAY) is None
    assert (states(), kept().status) == ({"A": "timedOut"}, "expired")


def test_one_that_is_cancelled_begins_no_more_and_lets_finish_what_began() -> None:
    for one in ("A", "B", "C"):
        there(one)
    campaign_over("A", "B", "C", rollout={"concurrency": 1})
    looked()
    end("A")
    looked(NOON + MINUTE)
    changed(status="cancelled", reason="by olga")
    assert looked(NOON + 2 * MINUTE) is not None
    assert states() == {"A": "installed", "B": "requested", "C": "cancelled"}
    end("B")
    assert looked(NOON + 3 * MINUTE) is None
    assert kept().status == "cancelled"
    assert counted() == {"installed": 2, "cancelled": 1}


def test_one_that_is_paused_begins_nothing_until_it_goes_on() -> None:
    there("A")
    there("B")
    campaign_over("A", "B", rollout={"concurrency": 1})
    looked()
    changed(status="paused")
    end("A")
    assert looked(NOON + MINUTE) == NOON + DAY
    assert states() == {"A": "installed", "B": "queued"}
    changed(status="rolling out")
    looked(NOON + 2 * MINUTE)
    assert states()["B"] == "requested"


def test_too_many_failures_abort_it() -> None:
    for one in ("A", "B", "C"):
        there(one)
    campaign_over("A", "B", "C", rollout={"concurrency": 1}, abort=[{"on": "failed", "share": 0.5}])
    looked()
    end("A", "failed")
    assert looked(NOON + MINUTE) is None
    assert (kept().status, counted()) == ("aborted", {"failed": 1, "cancelled": 2})
    assert "ended as failed" in str(kept().reason)


def test_the_next_phase_begins_when_the_canary_has_succeeded() -> None:
    for one in ("A", "B", "C"):
        there(one)
    campaign_over("A", "B", "C", phases=[{"count": 1}])
    looked()
    assert states() == {"A": "requested", "B": "queued", "C": "queued"}
    end("A")
    looked(NOON + MINUTE)
    assert states() == {"A": "installed", "B": "requested", "C": "requested"}
    assert kept().counts == [{"open": 0, "installed": 1}, {"open": 2}]


def test_a_canary_that_has_failed_pauses_it() -> None:
    there("A")
    there("B")
    campaign_over("A", "B", phases=[{"count": 1}])
    looked()
    end("A", "failed")
    assert looked(NOON + MINUTE) == NOON + DAY
    assert (kept().status, states()["B"]) == ("paused", "queued")
    assert "0 of its 1 have succeeded" in str(kept().reason)


def test_nothing_begins_outside_of_its_window() -> None:
    there("A")
    night = {"from": "22:00", "to": "05:00", "timeZone": "Europe/Berlin"}
    campaign_over("A", window=night)
    assert looked() == NOON + timedelta(hours=8)
    assert states() == {"A": "queued"}
    looked(NOON + timedelta(hours=8))
    assert states() == {"A": "requested"}


def test_of_an_empty_one_nothing_is_left() -> None:
    campaign_over()
    assert looked() is None
    assert kept().status == "completed"


def test_who_writes_to_it_meanwhile_is_heeded() -> None:
    there("A")
    stale = campaign_over("A")
    changed(status="paused")
    with pytest.raises(Overtaken):
        look(stale, NOON)
    assert states() == {"A": "queued"}


def test_the_machine_is_told_when_to_look_again_or_how_it_ended() -> None:
    there("A")
    campaign_over("A")
    assert look_at_campaign(TOLD, NOON) == {
        "outcome": "Waits",
        "looks": 1,
        "dueAt": "2026-06-01T12:00:02Z",
    }
    end("A")
    assert look_at_campaign(TOLD, NOON) == {"outcome": "completed", "looks": 1}
    assert look_at_campaign(TOLD | {"campaignId": "c2"}, NOON) == {"outcome": "Gone"}


def test_an_execution_that_another_has_replaced_does_nothing() -> None:
    there("A")
    campaign_over("A")
    assert look_at_campaign(TOLD | {"attempt": 0}, NOON) == {"outcome": "Replaced"}
    assert states() == {"A": "queued"}


def test_a_draft_rests() -> None:
    campaign_over("A", status="draft")
    assert look_at_campaign(TOLD, NOON) == {"outcome": "Rests", "looks": 1}


def test_before_it_has_too_many_events_another_execution_takes_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_LOOKS", 3)
    there("A")
    campaign_over("A")
    assert look_at_campaign(TOLD | {"looks": 1}, NOON)["outcome"] == "Waits"
    take_tasks()
    assert look_at_campaign(TOLD | {"looks": 2}, NOON) == {"outcome": "Continues", "looks": 3}
    assert take_tasks() == [{"task": "follow-campaign", "campaignId": "c1"}]
    assert (kept().attempt, kept().attempt_at) == (2, NOON + 2 * SECOND)


def test_who_is_overtaken_looks_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def overtaken(*_: object, **__: object) -> None:
        raise Overtaken

    monkeypatch.setattr(module, "look", overtaken)
    campaign_over("A")
    told = look_at_campaign(TOLD, NOON)
    assert told == {"outcome": "Waits", "looks": 1, "dueAt": "2026-06-01T12:00:00Z"}


def test_looks_become_rarer_while_nothing_moves() -> None:
    there("A", connected=False)
    campaign_over("A")
    due = NOON
    pauses = []
    for _ in range(4):
        following = looked(due)
        assert following
        pauses.append((following - due).total_seconds())
        due = following
    assert pauses == [2, 2, 4, 8]


def test_the_events_of_an_execution_stay_below_what_it_may_have() -> None:
    wait, task, choice, retry = 2, 5, 2, 3
    assert module.MOST_LOOKS * (wait + task + choice + 6 * retry) < 25_000


def test_it_takes_what_its_machine_tells_it() -> None:
    campaign_over("A", status="draft")
    result = handler(TOLD | {"at": "2099-06-01T13:00:00.000Z"}, Context())
    assert result == TOLD | {"outcome": "Rests", "looks": 1}


def test_two_who_write_at_once_do_not_both_write() -> None:
    campaign = campaign_over("A")
    changed(status="paused")
    with pytest.raises(ConditionFailed):
        perform(store.moved(campaign, NOON))
