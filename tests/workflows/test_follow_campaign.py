import json
import re
from datetime import timedelta

import pytest

from csms import step_functions
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.versions import Moved
from csms.store.table import ConditionFailed, fetch
from tests.campaigns import DAY, campaign_over, changed, kept, looked, there
from tests.csms.command_steps import take_tasks
from tests.support import NOON, Context
from tests.workflows.conftest import Executions
from workflows import tasks
from workflows.follow_campaign import execution_name, follow
from workflows.tasks import perform

SECOND = timedelta(seconds=1)
CONNECTED = {"task": "look-at-campaign", "campaignId": "c1", "chargePointId": "A"}


def awaited() -> str | None:
    (charge_point,) = fetch(ChargePoint.of("A"))
    assert charge_point
    return charge_point.awaits_campaign


pytestmark = pytest.mark.usefixtures("store")


def test_a_campaign_gets_an_execution(campaigns: Executions) -> None:
    campaign_over()
    task = json.dumps({"task": "follow-campaign", "campaignId": "c1"})
    delivered = {"Records": [{"messageId": "1", "body": task}]}
    assert tasks.handler(delivered, Context()) == {"batchItemFailures": []}
    (execution,) = campaigns.all
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,80}", execution["name"])
    assert json.loads(execution["input"]) == {
        "campaignId": "c1",
        "attempt": 1,
        "looks": 0,
        "dueAt": "2026-06-01T12:00:00Z",
    }
    follow("c1", NOON)
    assert len(campaigns.all) == 1


def test_an_execution_that_is_gone_is_replaced_by_the_reconciler_alone(
    campaigns: Executions,
) -> None:
    campaign_over()
    follow("c1", NOON)
    campaigns.stop()
    follow("c1", NOON)
    assert (len(campaigns.all), kept().attempt) == (1, 1)
    follow("c1", NOON, again=True)
    assert (len(campaigns.all), kept().attempt) == (2, 2)
    assert campaigns.all[-1]["name"] == execution_name(kept())


def test_who_is_beaten_to_it_leaves_it_to_the_other(
    campaigns: Executions, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_over()

    def ended(*_: object) -> str:
        changed(status="paused")
        return "HasEnded"

    monkeypatch.setattr(step_functions, "start", ended)
    follow("c1", NOON, again=True)
    assert kept().attempt == 1


def test_without_room_for_an_execution_nothing_fails(
    campaigns: Executions, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_over()
    monkeypatch.setattr(step_functions, "start", lambda *_: "NoRoom")
    follow("c1", NOON)
    assert kept().attempt == 1


@pytest.mark.parametrize(
    "so",
    [{"ended_at": NOON}, {"attempt_at": None}, {"attempt_at": NOON + timedelta(days=400)}],
)
def test_what_has_ended_or_has_not_begun_has_none(
    campaigns: Executions, so: dict[str, object]
) -> None:
    campaign_over()
    changed(**so)
    follow("c1", NOON, again=True)
    follow("c2", NOON)
    assert (campaigns.all, take_tasks()) == ([], [])
    assert kept().ends_at == NOON + DAY


def test_who_connects_whose_turn_has_come_is_looked_at_at_once(campaigns: Executions) -> None:
    there("A", connected=False)
    campaign_over("A")
    for second in range(12):  # until looks have become rare
        looked(NOON + second * SECOND)
    assert awaited() == "c1"
    perform(CONNECTED, NOON + 13 * SECOND)
    assert (kept().attempt, kept().attempt_at, len(campaigns.all)) == (2, NOON + 13 * SECOND, 1)
    perform(CONNECTED, NOON + 14 * SECOND)  # somebody is about to look
    assert kept().attempt == 2


@pytest.mark.parametrize(
    "so",
    [
        {"status": "paused"},
        {
            "plan": {
                "rollout": {"concurrency": 1},
                "window": {"from": "22:00", "to": "05:00", "timeZone": "UTC"},
            }
        },
    ],
)
def test_while_nothing_may_begin_nobody_looks(campaigns: Executions, so: dict[str, object]) -> None:
    there("A", connected=False)
    campaign_over("A")
    looked()
    changed(**so)
    perform(CONNECTED, NOON - DAY)
    assert (kept().attempt, campaigns.all, awaited()) == (1, [], "c1")


def test_after_its_end_nobody_awaits_it(campaigns: Executions) -> None:
    there("A", connected=False)
    campaign_over("A")
    looked()
    changed(status="cancelled")
    perform(CONNECTED, NOON)
    assert (awaited(), campaigns.all) == (None, [])
    perform(CONNECTED, NOON)


def test_who_is_always_beaten_comes_again_later(
    campaigns: Executions, monkeypatch: pytest.MonkeyPatch
) -> None:
    there("A", connected=False)
    campaign_over("A")
    looked()
    later = NOON + DAY

    def beaten(*_: object) -> None:
        raise ConditionFailed(None)

    changed(ends_at=later + DAY)
    monkeypatch.setattr("workflows.follow_campaign.perform", beaten)
    with pytest.raises(Moved):
        perform(CONNECTED, NOON - DAY)
