from api.campaigns.views import view, view_of_target
from csms.store.commands import campaign_targets as rows
from csms.store.commands.campaigns import Campaign
from tests.campaigns import DAY
from tests.support import NOON


def campaign(*counts: dict[str, int], total: int, manual: bool = True) -> Campaign:
    made = Campaign.of("c1")
    made.name, made.status, made.created_by = "spring", "rolling out", "olga"
    phase = {"count": 2, "nextPhase": "manual" if manual else "automatic"}
    made.plan = {"rollout": {"concurrency": 1}, "phases": [phase]}
    made.created_at, made.ends_at = NOON, NOON + DAY
    made.total, made.counts = total, list(counts)
    return made


def test_its_progress_is_told_over_all_and_for_each_phase() -> None:
    shown = view(campaign({"installed": 1, "open": 1}, {"passedOver": 1}, total=5), NOON)
    assert shown.progress.model_dump() == {
        "total": 5,
        "queued": 3,
        "in_progress": 1,
        "ended": 1,
        "ends": {"installed": 1},
    }
    assert [(one.total, one.queued) for one in shown.phases] == [(2, 0), (3, 3)]
    assert not shown.waits_for_next_phase


def test_a_phase_that_has_succeeded_waits_for_an_operator() -> None:
    assert view(campaign({"installed": 2}, total=5), NOON).waits_for_next_phase
    assert not view(campaign({"installed": 2}, total=5, manual=False), NOON).waits_for_next_phase


def test_before_it_is_known_who_is_meant_there_are_no_phases() -> None:
    assert view(campaign(total=0), NOON).phases == []


def test_a_charge_point_is_of_a_phase() -> None:
    target = rows.target_at("c1", 2, "A")
    assert view_of_target(target, [2, 5], campaign(total=5)).phase == 2
