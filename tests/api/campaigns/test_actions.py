from typing import Any

import pytest

from csms.store.commands.campaigns import moved
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import query, transact
from tests.api.campaigns.support import do, looked_at, made, shown
from tests.campaigns import kept, states, there
from tests.csms.command_steps import take_tasks
from tests.support import NOON, Sockets

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def charge_points(store: None, sockets: Sockets) -> None:
    there("A")
    there("B")


def rolling_out(**more: Any) -> str:
    campaign_id = made(**more)
    looked_at(campaign_id)
    take_tasks()
    return campaign_id


def test_a_draft_starts_at_once_or_at_its_time() -> None:
    now, later = made(draft=True), made(draft=True, startTime="2026-06-02T12:00:00Z")
    for campaign_id in (now, later):
        assert do(campaign_id, "start").json["status"] == "scheduled"
        assert take_tasks() == [{"task": "follow-campaign", "campaignId": campaign_id}]
    assert kept(now).attempt_at == NOON
    assert shown(later)["startTime"] == "2026-06-02T12:00:00.000Z"
    assert kept(later).attempt_at == kept(later).starts_at


def test_a_pause_lasts_until_it_goes_on() -> None:
    campaign_id = rolling_out(rollout={"concurrency": 1})
    paused = do(campaign_id, "pause").json
    assert (paused["status"], paused["reason"]) == ("paused", "by olga@example.com")
    looked_at(campaign_id)
    assert states(campaign_id) == {"A": "requested", "B": "queued"}
    resumed = do(campaign_id, "resume").json
    assert (resumed["status"], "reason" in resumed) == ("rolling out", False)


def test_one_that_a_phase_has_paused_goes_on_with_the_next() -> None:
    targets = {"chargePointIds": ["unknown", "B"]}
    campaign_id = rolling_out(phases=[{"count": 1}], targets=targets)
    assert shown(campaign_id)["reason"] == "phase 1 has ended, and 0 of its 1 have succeeded"
    resumed = do(campaign_id, "resume").json
    assert (resumed["status"], resumed["phase"]) == ("rolling out", 2)
    looked_at(campaign_id)
    assert states(campaign_id) == {"unknown": "skipped", "B": "requested"}


def test_whoever_acts_makes_another_execution_look_at_once() -> None:
    campaign_id = rolling_out()
    before = kept(campaign_id).attempt
    do(campaign_id, "pause")
    assert kept(campaign_id).attempt == before + 1
    assert take_tasks() == [{"task": "follow-campaign", "campaignId": campaign_id}]


def test_one_that_is_cancelled_ends_when_all_have() -> None:
    campaign_id = rolling_out(rollout={"concurrency": 1})
    cancelled = do(campaign_id, "cancel").json
    assert (cancelled["status"], "endedAt" in cancelled) == ("cancelled", False)
    looked_at(campaign_id)
    assert states(campaign_id) == {"A": "requested", "B": "cancelled"}


def test_a_draft_that_is_cancelled_has_ended() -> None:
    campaign_id = made(draft=True)
    do(campaign_id, "cancel")
    looked_at(campaign_id)
    assert states(campaign_id) == {"A": "cancelled", "B": "cancelled"}
    assert "endedAt" in shown(campaign_id)


def test_the_next_phase_begins_when_an_operator_says_so() -> None:
    campaign_id = rolling_out(phases=[{"count": 1, "nextPhase": "manual"}])
    assert do(campaign_id, "next-phase").json["phase"] == 2
    looked_at(campaign_id)
    assert states(campaign_id) == {"A": "requested", "B": "requested"}
    assert do(campaign_id, "next-phase").status == 409


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("start", "rolling out"),
        ("resume", "rolling out"),
        ("pause", "paused"),
        ("pause", "scheduled"),
        ("next-phase", "draft"),
        ("cancel", "completed"),
        ("cancel", "cancelled"),
        ("resume", "expired"),
    ],
)
def test_what_does_not_fit_its_status_is_refused(what: str, status: str) -> None:
    campaign_id = made(phases=[{"count": 1}])
    campaign = kept(campaign_id)
    campaign.status = status
    transact(moved(campaign, None))
    answer = do(campaign_id, what)
    assert answer.status == 409
    assert f"the campaign is {status}, not " in answer.json["detail"]
    assert kept(campaign_id).status == status


def test_who_changed_what_stands_in_the_audit_trail() -> None:
    campaign_id = rolling_out()
    do(campaign_id, "pause")
    entries = query(AuditEntry, partition(f"campaigns/{campaign_id}"))
    (paused,) = [one for one in entries if one.operation == "pauseCampaign"]
    assert paused.details == {"changed": {"status": {"from": "rolling out", "to": "paused"}}}
    assert do(campaign_id, "resume", role="viewer").status == 403
    assert do("none", "pause").status == 404
