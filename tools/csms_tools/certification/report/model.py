"""The report as plain data: what JSON holds, and what the other forms are made of.

Times are in seconds unless a name says milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

STATEMENT = (
    "This is a self-test by the program csms certify. It is no certificate of the Open Charge "
    "Alliance, and no laboratory has taken part in it."
)


@dataclass(frozen=True)
class Identity:
    product: str
    version: str
    commit: str
    system_type: str
    protocol: str
    security: str
    program: str
    editions: str
    began: str
    ended: str
    machine: str
    system: str
    python: str
    network: str
    urls: Sequence[str]


@dataclass(frozen=True)
class Functionality:
    """`of`: cases of this functionality that there are, by number; `result`: passed, failed, or
    incomplete where some were not run.
    """

    name: str
    result: str
    passed: int
    failed: int
    not_run: int
    of: int
    covers: str


@dataclass(frozen=True)
class Fact:
    """Of the security extension; `result` in words, `evidence`: the cases that show it."""

    name: str
    result: str
    evidence: Sequence[str]


@dataclass(frozen=True)
class Question:
    """`ours`: no laboratory asks it."""

    id: str
    text: str
    answer: str
    cases: Sequence[str]
    ours: bool


@dataclass(frozen=True)
class Bin:
    """`up_to` in milliseconds, exclusive; None: whatever is above."""

    up_to: float | None
    count: int


@dataclass(frozen=True)
class Figures:
    """None, where nothing was answered."""

    name: str
    count: int
    minimum: float | None = None
    maximum: float | None = None
    average: float | None = None
    median: float | None = None
    p99: float | None = None


@dataclass(frozen=True)
class Paper:
    """What the paper of the product says that this one is measured by, in seconds."""

    name: str
    minimum: float
    maximum: float
    average: float


@dataclass(frozen=True)
class Performance:
    """`cases`: of all CALLs of the cases; `apart`: of a run of its own."""

    paper: Sequence[Paper]
    cases: Sequence[Figures]
    apart: Sequence[Figures]
    histogram: Sequence[Bin]
    not_measured: str
    differs: str


@dataclass(frozen=True)
class Check:
    kind: str
    expectation: str
    verdict: str
    seen: str = ""
    line: str = ""


@dataclass(frozen=True)
class Frame:
    """`at`: since the case began."""

    at: float
    speaker: str
    text: str


@dataclass(frozen=True)
class Form:
    """A run of a case: there are several where editions differ, or hostnames, or profiles.

    `frames`: the evidence, where it is not passed.
    """

    id: str
    edition: str
    sequence: str
    hostname: str
    security_profile: int | None
    protocol: str
    record: str
    passed: bool
    duration: float
    not_run: str
    checks: Sequence[Check]
    frames: Sequence[Frame]
    left: Sequence[str]


@dataclass(frozen=True)
class CaseReport:
    """By its number, which passes only if all its forms do."""

    number: str
    name: str
    functionality: str
    protocol: str
    record: str
    passed: bool
    duration: float
    forms: Sequence[Form]


@dataclass(frozen=True)
class Report:
    """`deviations`: what is not as it should be, and `beyond`: what is, but for checks of ours that
    fail no verdict; `traps`: passed, of.
    """

    statement: str
    passed: bool
    identity: Identity
    functionalities: Sequence[Functionality]
    security_extension: Sequence[Fact]
    questions: Sequence[Question]
    performance: Performance
    cases: Sequence[CaseReport]
    deviations: Sequence[str]
    beyond: Sequence[str]
    not_run: Sequence[str]
    left: Sequence[str]
