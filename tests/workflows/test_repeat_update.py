from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from csms.domain.file_addresses import wanted
from csms.redaction import redacted
from csms.store.commands import image_uses, job_transitions
from csms.store.commands.jobs import Job
from csms.store.commands.seen_jobs import newest
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import closed
from csms.store.reported.reports import Report
from csms.store.table import fetch, perform, query
from csms.wire.ocpp16 import spell_time
from tests.conftest import Says
from tests.csms.command_steps import answer, connected, found, send, take_tasks
from tests.images import ID, brought
from tests.stored import set_registration
from tests.support import NOON, Sockets
from tests.workflows.conftest import Executions
from tests.workflows.running import come
from workflows.follow_jobs import look_at
from workflows.repeat_update import _sent_to, repeat_update

MINUTE = timedelta(minutes=1)
ASKED = {"location": "https://files.example/firmware.bin", "retrieveDate": spell_time(NOON)}


@pytest.fixture(autouse=True)
def failed(cp1: str, sockets: Sockets, updates: Executions, says: Says) -> None:
    """An update that has failed, and is to be repeated once."""
    connected()
    send("update", "UpdateFirmware", ASKED)
    answer("update", {})
    job = kept()[0]
    job.repeats, job.expected_version = 1, "2.0"
    perform(job_transitions.moved(job))
    says("FirmwareStatusNotification", {"status": "DownloadFailed"}, at=NOON + MINUTE)


def kept() -> list[Job]:
    return newest("CP1")


def test_it_is_asked_for_again_as_it_was(sockets: Sockets) -> None:
    come("follow-statuses", at=NOON + MINUTE)
    assert not kept()[0].has_ended
    assert come("repeat-update", at=NOON + MINUTE) == 1
    second = sorted(kept(), key=lambda job: str(job.asked_at))[-1]
    first = next(job for job in kept() if job.command_id == "update")
    assert (first.outcome, first.repeated_by) == ("failed", second.command_id)
    assert (second.repeat_of, second.repeats, second.expected_version) == ("update", 0, "2.0")
    assert sockets.frames[-1][2:] == ["UpdateFirmware", ASKED]
    (report,) = query(Report, "CP#CP1", "FirmwareStatusNotification#")
    assert report.job == "update"
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert charge_point.awaits_boot == second.command_id


def test_it_is_asked_for_once_however_often_the_task_comes() -> None:
    for _ in range(2):
        repeat_update("CP1", "update", NOON + MINUTE)
    assert len(kept()) == 2


def test_it_waits_for_a_connection_as_long_as_it_may_take_to_be_accepted() -> None:
    closed("CP1", "one")
    repeat_update("CP1", "update", NOON + MINUTE)
    (second,) = [job for job in kept() if job.repeat_of]
    assert found(second.command_id).status == "Queued"
    assert second.until == NOON + 6 * MINUTE


def test_once_is_not_twice(says: Says) -> None:
    repeat_update("CP1", "update", NOON + MINUTE)
    (second,) = [job for job in kept() if job.repeat_of]
    answer(second.command_id, {}, at=NOON + 2 * MINUTE)
    says("FirmwareStatusNotification", {"status": "DownloadFailed"}, at=NOON + 3 * MINUTE)
    look_at("CP1", "UpdateFirmware", NOON + 3 * MINUTE)
    assert {job.outcome for job in kept()} == {"failed"}


def test_what_cannot_be_asked_for_again_has_ended() -> None:
    set_registration("CP1", "Rejected")
    repeat_update("CP1", "update", NOON + MINUTE)
    (job,) = kept()
    assert (job.outcome, job.repeated_by, job.repeats) == ("failed", None, 0)
    assert "could not be repeated" in str(job.reason)


def test_what_goes_on_is_not_repeated() -> None:
    take_tasks()
    send("another", "UpdateFirmware", ASKED)
    answer("another", {})
    repeat_update("CP1", "another", NOON + MINUTE)
    repeat_update("CP1", "unknown", NOON + MINUTE)
    assert len(kept()) == 2


def of_an_image() -> None:
    job = kept()[0]
    job.image_id = ID
    perform(job_transitions.moved(job))


def test_an_image_is_fetched_at_another_address(sockets: Sockets) -> None:
    brought()
    of_an_image()
    repeat_update("CP1", "update", NOON + MINUTE)
    (second,) = [job for job in kept() if job.repeat_of]
    location = sockets.frames[-1][3]["location"]
    assert wanted("k" * 48, "GET", urlsplit(location).path, NOON + 6 * 60 * MINUTE).id == ID
    assert (second.image_id, second.location) == (ID, redacted(location))
    user = image_uses.still(ID)
    assert user
    assert user.sk == second.sk


def test_an_image_that_is_gone_cannot_be_asked_for_again(sockets: Sockets) -> None:
    of_an_image()
    before = len(sockets.frames)
    repeat_update("CP1", "update", NOON + MINUTE)
    (job,) = kept()
    assert (job.outcome, job.repeats, len(sockets.frames)) == ("failed", 0, before)
    assert str(job.reason).endswith(f"it could not be repeated: there is no firmware image {ID}")


def test_a_signed_one_is_asked_for_again_with_all_it_had(sockets: Sockets) -> None:
    brought()
    signed = {"location": "x", "signature": "s", "signingCertificate": "c"}
    payload = _sent_to("https://new/", {"firmware": signed, "retries": 1})
    assert payload == {"firmware": signed | {"location": "https://new/"}, "retries": 1}
