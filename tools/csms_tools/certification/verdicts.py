"""What came of the checks of a case, and of the case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from csms_tools.certification.case import Case
from csms_tools.certification.charge_point.journal import Entry
from csms_tools.certification.charge_point.transport import Opened

Kind = Literal["protocol", "record", "beyond"]


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_RUN = "not run"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Check:
    """`protocol`: what a test laboratory judges; `record`: what the CSMS has recorded; `beyond`:
    ours, which fails no verdict. `line`: of the case, as FILE:NUMBER, where it failed.
    """

    kind: Kind
    expectation: str
    verdict: Verdict
    seen: str = ""
    line: str = ""


@dataclass(frozen=True)
class CaseResult:
    """`answered`: the actions of the CALLs that were answered, and within how many seconds.

    `hostname`: where one case is run at each of several. `duration` in seconds. `opened`: the
    connections that were; `security_profile`: what the charge point began with.
    """

    case: Case
    checks: Sequence[Check]
    frames: Sequence[Entry]
    duration: float
    not_run: str = ""
    hostname: str = ""
    answered: Sequence[tuple[str, float]] = ()
    left: Sequence[str] = field(default=())
    opened: Sequence[Opened] = ()
    security_profile: int | None = None

    @property
    def protocol(self) -> Verdict:
        return self._verdict("protocol", Verdict.PASS)

    @property
    def record(self) -> Verdict:
        return self._verdict("record", Verdict.NOT_CHECKED)

    @property
    def passed(self) -> bool:
        return self.protocol == Verdict.PASS and self.record in (Verdict.PASS, Verdict.NOT_CHECKED)

    def _verdict(self, kind: Kind, none: Verdict) -> Verdict:
        if self.not_run:
            return Verdict.NOT_RUN
        found = {check.verdict for check in self.checks if check.kind == kind}
        if Verdict.FAIL in found:
            return Verdict.FAIL
        return Verdict.PASS if Verdict.PASS in found else none
