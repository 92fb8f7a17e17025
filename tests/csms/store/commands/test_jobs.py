import pytest

from csms.store.commands import job_transitions, jobs
from csms.store.commands.jobs import ACTIONS, NOTIFICATIONS
from csms.store.table import perform
from tests.csms.store.commands.test_job_transitions import job
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("cp1")


def test_a_number_that_was_ever_a_request_is_not_free() -> None:
    perform(job_transitions.opened(job(1), NOON))
    perform(job_transitions.opened(job(2, "SignedUpdateFirmware"), NOON))
    assert jobs.NUMBERS.free("CP1") == 3
    assert jobs.NUMBERS.free("CP2") == 1


def test_every_notification_has_its_action() -> None:
    assert {ACTIONS[told]: told for told in ACTIONS} == NOTIFICATIONS
