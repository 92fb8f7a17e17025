from typing import get_args

from csms.domain.campaign_plans import End
from csms.domain.firmware_updates import PHASES
from csms_tools.commands.campaigns import STATES


def test_every_state_of_a_charge_point_can_be_asked_for() -> None:
    assert ("queued", *PHASES, *get_args(End)) == STATES
