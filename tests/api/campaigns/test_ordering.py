from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from api.campaigns.ordering import Firmware, NewCampaign
from api.http.problems import Problem
from csms.domain.campaign_plans import Phase, Plan
from tests.api.campaigns.support import NEW
from tests.support import NOON

DAY = timedelta(days=1)


def campaign(**more: Any) -> NewCampaign:
    return NewCampaign.model_validate(NEW | more)


def firmware_of(said: dict[str, Any]) -> Firmware:
    made = campaign(firmware=said).firmware
    assert made
    return made


def test_what_is_kept_of_it_is_a_plan() -> None:
    said = campaign(
        phases=[{"share": 0.1, "nextPhase": "manual"}],
        window={"from": "22:00", "to": "05:00", "timeZone": "Europe/Berlin"},
        abort=[{"on": "any", "share": 0}],
        whileCharging="update",
        endBehaviour="leave",
    )
    plan = Plan.of(said.plan)
    assert list(plan.phases) == [Phase(share=0.1, manual=True)]
    assert plan.window
    assert plan.window.zone.key == "Europe/Berlin"
    assert (plan.concurrency, plan.abort[0].at_least) == (20, 1)
    assert (plan.waits_while_charging, plan.leaves_them_at_end) == (False, True)


def test_without_times_it_is_now_and_for_thirty_days() -> None:
    assert campaign().times(NOON) == (NOON, NOON + 30 * DAY)
    early = campaign(startTime="2026-05-01T12:00:00Z", endTime="2026-06-02T12:00:00Z")
    assert early.times(NOON) == (NOON, NOON + DAY)


def test_what_is_sent_is_kept_as_it_was_said() -> None:
    firmware = NEW["firmware"] | {"timeouts": {"downloaded": 60}, "retries": 1}
    packed = firmware_of(firmware).packed(NOON, NOON + DAY)
    assert packed == firmware | {"repeats": 0}


@pytest.mark.parametrize("location", ["nowhere", "https://u:p@files.example/f.bin"])
def test_what_no_charge_point_could_be_sent_is_refused_at_once(location: str) -> None:
    with pytest.raises(Problem):
        firmware_of({"location": location}).packed(NOON, NOON + DAY)


def rotating(**said: Any) -> NewCampaign:
    return NewCampaign.model_validate(
        {"name": "keys", "rotateKeys": True, "targets": {"filter": {"vendor": "V"}}} | said
    )


def test_a_new_key_hinders_nobody_who_charges_unless_it_is_to_wait() -> None:
    assert rotating().plan["whileCharging"] == "update"
    assert rotating(whileCharging="wait").plan["whileCharging"] == "wait"
    assert campaign().plan["whileCharging"] == "wait"


def test_a_campaign_is_of_a_firmware_or_of_keys() -> None:
    for said in ({"rotateKeys": False}, {"firmware": {"location": "ftp://a/b"}}):
        with pytest.raises(ValidationError, match="either a firmware or rotateKeys"):
            rotating(**said)
