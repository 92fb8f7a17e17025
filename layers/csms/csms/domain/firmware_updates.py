"""How far a firmware update is, and how long it may take to get further (§4.5, L01)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from csms.store.commands.jobs import ACCEPTED, FAILURES, Job, Outcome, Phase

Limit = str  # accepted, downloaded, verified or installed: what has to be reached

PHASES: tuple[Phase, ...] = (
    "requested",
    "downloading",
    "downloaded",
    "verified",
    "installing",
    "rebooting",
)
PHASE_OF: Mapping[str, Phase] = {
    "Downloading": "downloading",
    "DownloadPaused": "downloading",
    "Downloaded": "downloaded",
    "SignatureVerified": "verified",
    "InstallScheduled": "verified",
    "Installing": "installing",
    "InstallRebooting": "rebooting",
    "Installed": "rebooting",  # where a boot has to confirm it
}
TIMEOUTS: Mapping[Limit, int] = {
    "accepted": 300,
    "downloaded": 6 * 3600,
    "verified": 3600,
    "installed": 24 * 3600,
}
"""Seconds, where an operator names no others; who charges may have to be waited for."""


def limit(job: Job) -> Limit:
    """What has to be reached next."""
    phase = job.phase or "requested"
    if job.status not in ACCEPTED and job.progress is None:
        return "accepted"
    if phase in ("requested", "downloading"):
        return "downloaded"
    if phase == "downloaded" and job.action == "SignedUpdateFirmware":
        return "verified"
    return "installed"


def due(job: Job) -> datetime:
    """By when that has to be reached."""
    reached = limit(job)
    base = _base(job, reached)
    return base + timedelta(seconds=(job.timeouts or {}).get(reached, TIMEOUTS[reached]))


def over(job: Job) -> datetime:
    """By when it has ended at the latest, and all that repeats it."""
    times = {
        name: timedelta(seconds=(job.timeouts or {}).get(name, usual))
        for name, usual in TIMEOUTS.items()
    }
    begins = job.until or job.asked_at
    assert begins
    begins += 2 * times["accepted"]  # until it has left, then until it is answered
    begins = max(begins, job.retrieve_at or begins) + times["downloaded"] + times["verified"]
    installed = max(begins, job.install_at or begins) + times["installed"]
    again = times["accepted"] + sum(times.values(), timedelta())
    return installed + (job.repeats or 0) * again


def _base(job: Job, reached: Limit) -> datetime:
    began = job.sent_at or job.opened_at or job.until or job.asked_at
    assert began
    match reached:
        case "accepted":
            return began
        case "downloaded":
            begins = job.opened_at or job.phase_at or began
            return max(begins, job.retrieve_at or begins)
        case "verified":
            return job.phase_at or began
    begins = job.phase_at or began
    return max(begins, job.install_at or begins)


def hears(job: Job, status: str, at: datetime) -> tuple[Outcome, str] | None:
    """A status moves it on, never back; how it ends by that, and why, if it does."""
    before, job.progress, job.progress_at = limit(job), status, at
    if status in FAILURES:
        return "failed", f"the charge point reported {status}"
    if status == "Installed":
        job.installed_at = at
        if confirmed(job):
            return "installed", _why_installed(job)
    phase = PHASE_OF.get(status, "requested")
    if PHASES.index(phase) > PHASES.index(cast(Phase, job.phase or "requested")):
        job.phase = phase
    if limit(job) != before:
        job.phase_at = at
    return None


def boots(job: Job, version: str | None, at: datetime) -> tuple[Outcome, str] | None:
    job.booted_version = version
    if job.installed_at and confirmed(job):
        return "installed", _why_installed(job)
    return None


def confirmed(job: Job) -> bool:
    return job.expected_version is None or job.booted_version == job.expected_version


def times_out(job: Job) -> tuple[Outcome, str]:
    """What its time being over means."""
    reached = limit(job)
    installs = job.phase in ("installing", "rebooting")
    if job.expected_version and installs and confirmed(job):
        return "installed", f"{_why_installed(job)}; Installed was never reported"
    if job.installed_at:
        told = job.booted_version
        booted = f"its last boot reported {told}" if told else "no boot has reported it"
        why = f"Installed was reported, but {job.expected_version} was expected, and {booted}"
        return "failed" if told else "timedOut", why
    return "timedOut", f"it was not {reached} in time"


def _why_installed(job: Job) -> str:
    if job.expected_version:
        return f"a boot reported {job.expected_version}"
    return "the charge point reported Installed"
