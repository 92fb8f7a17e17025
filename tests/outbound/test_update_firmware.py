from datetime import timedelta

from csms.domain.job_progress import of_charge_point
from csms.store.commands.jobs import ACCEPTED, Job
from tests.actions import AT_NOON
from tests.conftest import Says
from tests.csms.command_steps import SECOND, error, send
from tests.outbound.support import ask, charge_point, configured, refusal
from tests.support import NOON

ASKED = {"location": "https://files.example/firmware.bin", "retrieveDate": AT_NOON}


MINUTE = timedelta(minutes=1)


def opened() -> list[Job]:
    jobs = of_charge_point(charge_point(), NOON + MINUTE)
    return [job for job in jobs if job.status in ACCEPTED]


def test_an_answer_begins_a_job(says: Says) -> None:
    ask("UpdateFirmware", ASKED, {})
    (job,) = opened()
    assert (job.action, job.status, job.opened_at) == (
        "UpdateFirmware",
        "Accepted",
        NOON + SECOND,
    )
    assert (job.command_id, job.location) == ("command-1", ASKED["location"])
    says("FirmwareStatusNotification", {"status": "Downloading"}, at=NOON + 2 * SECOND)
    (job,) = opened()
    assert (job.progress, job.progress_at) == ("Downloading", NOON + 2 * SECOND)


def test_who_wants_signed_firmware_begins_none() -> None:
    send("command-1", "UpdateFirmware", ASKED)
    error("command-1", "NotSupported")
    assert opened() == []


def test_the_charge_point_can_reach_the_location() -> None:
    assert refusal("UpdateFirmware", ASKED) is None
    configured(SupportedFileTransferProtocols="FTP")
    assert (
        refusal("UpdateFirmware", ASKED)
        == "SupportedFileTransferProtocols is FTP, which has no HTTPS"
    )
