import pytest

from csms.store.commands import job_transitions, seen_jobs
from csms.store.commands.seen_jobs import NEWEST
from csms.store.table import perform, put
from tests.conftest import Says
from tests.csms.store.commands.test_job_transitions import MINUTE, job, kept
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("cp1")


def test_of_an_open_job_the_statuses_since_it_began_are_seen(says: Says) -> None:
    for minute in (0, 3, 5):
        says("LogStatusNotification", {"status": "Uploading"}, at=NOON + minute * MINUTE)
    assert seen_jobs.seen("CP1", "GetLog") is None
    perform(job_transitions.opened(job(2), NOON))
    seen = seen_jobs.seen("CP1", "GetLog")
    assert seen
    assert [one.received_at for one in seen.reports] == [NOON + 3 * MINUTE, NOON + 5 * MINUTE]
    one = kept(2)
    one.progress, one.progress_at = "Uploading", NOON + 5 * MINUTE
    perform(job_transitions.moved(one))
    seen = seen_jobs.seen("CP1", "GetLog")
    assert seen
    assert [one.received_at for one in seen.reports] == [NOON + 5 * MINUTE]
    seen = seen_jobs.seen("CP1", "GetLog", since=NOON)
    assert seen
    assert len(seen.reports) == 3


def test_the_newest_are_seen() -> None:
    for number in range(NEWEST + 3):
        perform(put(job(number)))
    assert [one.request_id for one in seen_jobs.newest("CP1")] == list(range(3, NEWEST + 3))
