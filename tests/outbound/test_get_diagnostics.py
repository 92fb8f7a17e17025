from datetime import timedelta

import pytest

from csms.domain.job_progress import of_charge_point
from csms.store.commands.jobs import ACCEPTED, Job
from tests.csms.command_steps import SECOND, answer, found, send
from tests.outbound.support import ask, charge_point, configured, refusal
from tests.support import NOON

ASKED = {"location": "ftp://files.example/diagnostics", "retries": 2}


MINUTE = timedelta(minutes=1)


def opened() -> list[Job]:
    jobs = of_charge_point(charge_point(), NOON + MINUTE)
    return [job for job in jobs if job.status in ACCEPTED]


@pytest.mark.parametrize("file_name", ["cp1.log", None])
def test_whatever_the_answer_is_a_job_begins(file_name: str | None) -> None:
    ask("GetDiagnostics", ASKED, {"fileName": file_name} if file_name else {})
    (job,) = opened()
    assert job.command_id == "command-1"
    assert (job.action, job.status, job.opened_at) == (
        "GetDiagnostics",
        "Accepted",
        NOON + SECOND,
    )
    assert (job.location, job.file_name) == (ASKED["location"], file_name)
    assert (job.request_id, job.progress) == (None, None)


def test_a_name_that_is_too_long_is_cut_and_kept_whole_with_the_answer() -> None:
    ask("GetDiagnostics", ASKED, {"fileName": 256 * "x"})
    assert found("command-1").response == {"fileName": 256 * "x"}
    (job,) = opened()
    assert job.file_name == 255 * "x"


def test_what_is_no_answer_begins_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    send("command-1", "GetDiagnostics", ASKED)
    answer("command-1", {"fileName": 256 * "x"})
    assert found("command-1").status == "MalformedAnswer"
    assert opened() == []


def test_the_password_of_a_location_is_not_kept() -> None:
    ask("GetDiagnostics", {"location": "ftp://olga:secret@files.example/"}, {})
    (job,) = opened()
    assert "secret" not in job.location
    assert job.location.endswith("@files.example/")


def test_the_charge_point_can_reach_the_location() -> None:
    assert refusal("GetDiagnostics", ASKED) is None
    configured(SupportedFileTransferProtocols="HTTP, HTTPS")
    assert (
        refusal("GetDiagnostics", ASKED)
        == "SupportedFileTransferProtocols is HTTP, HTTPS, which has no FTP"
    )
    assert refusal("GetDiagnostics", {"location": "HTTPS://files.example/"}) is None
