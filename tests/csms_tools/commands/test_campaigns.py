from typing import get_args

from csms.domain.campaign_plans import End
from csms.domain.firmware_updates import PHASES
from csms_tools.commands.campaigns import STATES, _stage


def test_how_far_it_is_fits_a_line() -> None:
    progress = {"queued": 3, "inProgress": 1, "ends": {"installed": 2, "failed": 1}}
    campaign = {"status": "rolling out", "phase": 1, "phases": [{}, {}], "progress": progress}
    assert _stage(campaign) == (
        "rolling out, phase 1 of 2: 3 queued, 1 in progress, 2 installed, 1 failed"
    )


def test_every_state_of_a_charge_point_can_be_asked_for() -> None:
    assert ("queued", *PHASES, *get_args(End)) == STATES
