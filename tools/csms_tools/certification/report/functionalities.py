"""What is certified, by functionality: how many of its cases passed."""

from collections.abc import Sequence

from csms_tools.certification.case import Profile
from csms_tools.certification.report.model import CaseReport, Functionality
from csms_tools.certification.verdicts import Verdict

COVERS: dict[Profile, tuple[str, int, str]] = {
    Profile.CORE: (
        "Core",
        34,
        "boot, authorization, transactions, remote start and stop, reset, unlocking, configuration",
    ),
    Profile.FIRMWARE: ("Firmware Management", 5, "firmware updates and diagnostics"),
    Profile.LOCAL_AUTH_LIST: (
        "Local Authorization List Management",
        6,
        "versions, full and differential lists",
    ),
    Profile.SMART_CHARGING: (
        "Smart Charging",
        5,
        "charging profiles: set, cleared, with a remote start; composite schedules",
    ),
    Profile.REMOTE_TRIGGER: ("Remote Trigger", 2, "messages that are asked for"),
    Profile.RESERVATION: (
        "Reservation",
        10,
        "of a connector, of all of them, for a group; used, expired, cancelled",
    ),
    Profile.SECURITY: (
        "Security extension",
        15,
        "passwords, certificates, TLS, raising of profiles, signed firmware, logs, events",
    ),
}
"""By profile its name, how many cases it has, and what they cover, in the order of the paper."""

CASES = sum(number for _, number, _ in COVERS.values())

TRAPS = "Traps"


def name_of(profile: Profile) -> str:
    return COVERS[profile][0] if profile in COVERS else TRAPS


def functionalities(cases: Sequence[CaseReport]) -> list[Functionality]:
    """The traps stand last: they are ours, and there are as many as were run."""
    found = [
        _functionality(name, number, covers, [one for one in cases if one.functionality == name])
        for name, number, covers in COVERS.values()
    ]
    if traps := [one for one in cases if one.functionality == TRAPS]:
        covers = "what implementations get wrong; ours, no part of a certificate"
        found.append(_functionality(TRAPS, len(traps), covers, traps))
    return found


def _functionality(
    name: str, number: int, covers: str, cases: Sequence[CaseReport]
) -> Functionality:
    passed = sum(one.passed for one in cases)
    failed = sum(not one.passed and _failed(one) for one in cases)
    if failed:
        result = "failed"
    elif passed == number:
        result = "passed"
    else:
        result = "incomplete" if passed else "not run"
    return Functionality(name, result, passed, failed, number - passed - failed, number, covers)


def _failed(case: CaseReport) -> bool:
    return Verdict.FAIL in (case.protocol, case.record)
