import asyncio
from pathlib import Path

import pytest

from csms_tools.charge_point import Offline, SteppedClock
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.patience import settled


async def test_what_must_be_said_waits_for_a_line_in_a_charge_point_that_lives(
    make: Make, central: Central, clock: SteppedClock
) -> None:
    cp = make(registered=True)
    cp.living = True
    telling = asyncio.create_task(cp.tell("FirmwareStatusNotification", status="Installed"))
    await settled()
    await cp.connect()
    await clock.advance(5)
    await telling
    assert central.actions == ["FirmwareStatusNotification"]


async def test_elsewhere_it_fails(make: Make) -> None:
    with pytest.raises(Offline):
        await make().tell("Heartbeat")


def test_a_charge_point_starts_with_its_security_profile_and_serial_number(make: Make) -> None:
    cp = make(access={"password": b"0123456789abcdef"})
    assert cp.configuration.text("SecurityProfile") == "1"
    assert cp.serial_number == "CP1"


def test_the_vault_is_a_directory_of_its_own(make: Make) -> None:
    one, other = make(), make()
    assert one.vault.is_dir()
    assert one.vault != other.vault != Path()
