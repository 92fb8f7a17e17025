from datetime import UTC, datetime, timedelta

import boto3
import pytest

from csms.deadline import OutOfTime
from csms.store.commands import job_transitions
from csms.store.commands.jobs import Job
from csms.store.commands.seen_jobs import newest
from csms.store.provisioned import authority_ends, issued_certificates
from csms.store.provisioned.authority_ends import AuthorityEnd
from csms.store.provisioned.server_certificates import ServerCertificate
from csms.store.reported import signing_requests
from csms.store.reported.reports import Report
from csms.store.table import fetch, perform, query
from csms.store.transactions import reservations as store
from csms.store.transactions.reservations import Reservation
from csms_tools import authorities
from tests.campaigns import campaign_over
from tests.certificates import key
from tests.conftest import Says
from tests.csms.command_steps import answer, connected, error, send, take_tasks
from tests.csms.store.provisioned.test_issued_certificates import made
from tests.csms.store.transactions.test_reservations import reservation
from tests.operators.world import UPDATE
from tests.support import Context, Sockets
from tests.workflows.conftest import Executions
from workflows import reconcile
from workflows.follow_reservation import follow
from workflows.reconcile import handler

MINUTE = timedelta(minutes=1)
SCHEDULED = {"detail-type": "Scheduled Event", "detail": {}}
RESTARTED = {"detail-type": "Scheduled Event", "detail": {"restarted": True}}


@pytest.fixture(autouse=True)
def machine(cp1: str, executions: Executions, updates: Executions, campaigns: Executions) -> None:
    """A machine to start."""


def kept(number: int, expires_in: timedelta) -> None:
    made = reservation(number)
    made.answered_at = datetime.now(UTC) - 60 * MINUTE
    made.expiry_date = datetime.now(UTC) + expires_in
    perform(store.answered(made))


def status(number: int) -> str:
    (found,) = fetch(Reservation.of("CP1", number))
    assert found
    return found.status


def test_what_should_have_ended_by_itself_is_ended(executions: Executions) -> None:
    kept(1, -2 * MINUTE)
    kept(2, -MINUTE / 2)
    kept(3, MINUTE)
    assert handler(SCHEDULED, Context()) == {"lookedAt": 1}
    assert [status(number) for number in (1, 2, 3)] == ["Expired", "Accepted", "Accepted"]
    assert executions.all == []
    assert handler(SCHEDULED, Context()) == {"lookedAt": 0}


def test_after_a_restart_all_that_waits_is_waited_for_again(executions: Executions) -> None:
    kept(1, -2 * MINUTE)
    kept(3, MINUTE)
    assert handler(RESTARTED, Context()) == {"lookedAt": 2}
    assert (status(1), len(executions.all)) == ("Expired", 1)
    executions.stop()
    handler(RESTARTED, Context())
    assert [one["status"] for one in executions.all] == ["ABORTED", "RUNNING"]


def test_there_are_as_many_as_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "AT_ONCE", 2)
    for number in range(5):
        kept(number, -(number + 2) * MINUTE)
    assert handler(SCHEDULED, Context()) == {"lookedAt": 5}


def test_one_that_fails_does_not_keep_the_others_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_once(charge_point_id: str, number: int, at: datetime, *, again: bool) -> None:
        if number == 2:
            raise ConnectionError
        follow(charge_point_id, number, at, again=again)

    monkeypatch.setattr("workflows.reconcile.follow", fail_once)
    kept(1, -2 * MINUTE)
    kept(2, -3 * MINUTE)
    handler(SCHEDULED, Context())
    assert (status(1), status(2)) == ("Expired", "Accepted")


def test_whoever_there_is_no_time_for_waits_for_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def out_of_time(*_: object, **__: object) -> None:
        raise OutOfTime

    monkeypatch.setattr("workflows.reconcile.follow", out_of_time)
    kept(1, -2 * MINUTE)
    assert handler(SCHEDULED, Context()) == {"lookedAt": 0}


def updating(number: int, due_in: timedelta, action: str = "UpdateFirmware") -> Job:
    job = Job.of("CP1", f"command-{number}")
    job.action, job.status, job.location = action, "Accepted", "https://files.example/"
    job.asked_at = job.sent_at = job.opened_at = datetime.now(UTC) - 60 * MINUTE
    job.timeouts = {"downloaded": (60 * MINUTE + due_in).total_seconds()}
    job.attempt, job.wakes_at = 1, datetime.now(UTC) + due_in
    perform(job_transitions.requested(job, datetime.now(UTC) + due_in))
    return job


def outcomes() -> list[str | None]:
    return [job.outcome for job in newest("CP1")]


def test_updates_are_looked_after_by_the_same_list(updates: Executions) -> None:
    updating(1, -2 * MINUTE)
    updating(2, -MINUTE / 2)
    updating(3, MINUTE)
    kept(1, -2 * MINUTE)
    assert handler(SCHEDULED, Context()) == {"lookedAt": 2}
    assert outcomes() == ["timedOut", "timedOut", None]  # who looks at one looks at all
    handler(RESTARTED, Context())
    assert [one["status"] for one in updates.all] == ["RUNNING"]


def test_an_upload_that_is_over_is_given_up(updates: Executions) -> None:
    job = updating(1, -2 * MINUTE, "GetLog")
    job.opened_at = job.sent_at = datetime.now(UTC) - timedelta(days=2)
    perform(job_transitions.moved(job))
    handler(SCHEDULED, Context())
    assert (outcomes(), updates.all) == (["timedOut"], [])
    assert handler(SCHEDULED, Context()) == {"lookedAt": 0}


def test_an_update_that_was_never_answered_is_what_its_command_has_come_to(
    updates: Executions, sockets: Sockets
) -> None:
    connected()
    send("c1", "UpdateFirmware", UPDATE, at=datetime.now(UTC))
    assert handler(RESTARTED, Context()) == {"lookedAt": 1}
    assert (outcomes(), newest("CP1")[0].status) == ([None], None)
    error("c1", at=datetime.now(UTC))
    handler(RESTARTED, Context())
    assert outcomes() == ["rejected"]


def test_statuses_whose_tasks_were_lost_are_written_down_with_their_job(says: Says) -> None:
    connected()
    send("c1", "UpdateFirmware", UPDATE, at=datetime.now(UTC))
    answer("c1", {}, at=datetime.now(UTC))
    says("FirmwareStatusNotification", {"status": "DownloadFailed"}, at=datetime.now(UTC))
    take_tasks()
    handler(RESTARTED, Context())
    (report,) = query(Report, "CP#CP1", "FirmwareStatusNotification#")
    assert (outcomes(), report.job) == (["failed"], "c1")


def test_a_campaign_whose_execution_is_gone_gets_another(campaigns: Executions) -> None:
    campaign_over(at=datetime.now(UTC) - 2 * MINUTE)
    assert handler(SCHEDULED, Context()) == {"lookedAt": 1}
    campaigns.stop()
    handler(SCHEDULED, Context())
    assert [one["status"] for one in campaigns.all] == ["ABORTED", "RUNNING"]


def test_the_certificates_of_the_hosts_are_read_once_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = authorities.root(
        key("EC"), "ocpp.example", "", at=datetime.now(UTC), lifetime=timedelta(days=100)
    )
    imported = boto3.client("acm", "us-east-1").import_certificate(
        Certificate=made.certificates.encode(), PrivateKey=made.key_pem.encode()
    )
    arn = imported["CertificateArn"]
    monkeypatch.setenv("SERVER_CERTIFICATES", arn)
    assert handler(SCHEDULED, Context()) == {"lookedAt": 0}
    (first,) = fetch(ServerCertificate.of(arn))
    assert first
    assert (first.domain_name, first.not_after) == (
        "ocpp.example",
        made.path[0].not_valid_after_utc,
    )
    handler(SCHEDULED, Context())
    (second,) = fetch(ServerCertificate.of(arn))
    assert second
    assert second.read_at == first.read_at
    handler(RESTARTED, Context())
    (third,) = fetch(ServerCertificate.of(arn))
    assert third
    assert third.read_at != first.read_at


def test_hosts_whose_certificates_cannot_be_read_keep_nobody_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arn = "arn:aws:acm:us-east-1:123456789012:certificate/5f3c9a1e-0000-4000-8000-5f3c9a1e5f3c"
    monkeypatch.setenv("SERVER_CERTIFICATES", arn)
    kept(1, -2 * MINUTE)
    assert handler(SCHEDULED, Context()) == {"lookedAt": 1}
    assert status(1) == "Expired"
    (found,) = fetch(ServerCertificate.of(arn))
    assert found
    assert "ResourceNotFoundException" in (found.failure or "")


def test_what_waits_for_its_certificate_and_certificates_that_near_their_end_get_a_task() -> None:
    long_ago = datetime.now(UTC) - 2 * MINUTE
    perform(signing_requests.asked("CP1", "A", long_ago))
    perform(signing_requests.asked("CP1", "B", datetime.now(UTC)))
    perform(issued_certificates.issued(made("aa"), long_ago))
    perform(issued_certificates.issued(made("bb"), datetime.now(UTC) + 60 * MINUTE))
    revoked = made("cc")
    revoked.revoked_at = long_ago
    end = AuthorityEnd.of("dd")
    end.subject, end.not_after = "CN=Acme", datetime.now(UTC) + 600 * MINUTE
    authority_ends.note([end], long_ago)
    perform(issued_certificates.issued(revoked, long_ago))
    assert handler(SCHEDULED, Context()) == {"lookedAt": 3}
    (told,) = fetch(AuthorityEnd.of("dd"))
    assert told
    assert told.warned == 1
    assert sorted(
        (task["task"], task.get("requestId") or task["sha256"]) for task in take_tasks()
    ) == [("issue-certificate", signing_requests.id_of("A")), ("look-after-certificate", "aa")]
