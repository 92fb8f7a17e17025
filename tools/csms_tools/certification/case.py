"""A case: one function, named by its number and name."""

import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

Run = Callable[[Any], Awaitable[None]]
"""Of a Scenario."""


class Profile(StrEnum):
    """By which cases are selected; the traps are a profile of their own."""

    CORE = "core"
    LOCAL_AUTH_LIST = "local-auth-list"
    FIRMWARE = "firmware-management"
    RESERVATION = "reservation"
    REMOTE_TRIGGER = "remote-trigger"
    SMART_CHARGING = "smart-charging"
    SECURITY = "security"
    TRAPS = "traps"


@dataclass(frozen=True)
class Case:
    """`edition`: of the test cases, where editions differ and this is one of the forms.

    `security_profiles`: those that it may run at, the first being used if the run names none of
    them; none: any. `connected`: whether the charge point is, when the case begins. `summary`: the
    function's first line, what must be seen. `per_hostname`: it is run at each host.
    """

    number: str
    name: str
    profile: Profile
    run: Run
    edition: str = ""
    security_profiles: tuple[int, ...] = ()
    connected: bool = True
    per_hostname: bool = False

    @property
    def id(self) -> str:
        return f"{self.number}@{self.edition}" if self.edition else self.number

    @property
    def summary(self) -> str:
        return (self.run.__doc__ or "").strip().partition("\n")[0]


CASES: dict[str, Case] = {}
"""By id, in the order of their files."""


def case(
    number: str,
    name: str,
    profile: Profile,
    *,
    edition: str = "",
    security_profiles: tuple[int, ...] = (),
    connected: bool = True,
    per_hostname: bool = False,
) -> Callable[[Run], Run]:
    def register(run: Run) -> Run:
        one = Case(number, name, profile, run, edition, security_profiles, connected, per_hostname)
        if one.id in CASES:
            raise ValueError(f"{one.id} is there twice")
        CASES[one.id] = one
        return run

    return register


def running_line() -> str:
    """The innermost line of a case or trap that is being run."""
    frame = sys._getframe(1)
    while frame.f_back:
        if line := case_line(frame.f_code.co_filename, frame.f_lineno):
            return line
        frame = frame.f_back
    return ""


def case_line(path: str, number: int) -> str:
    parts = Path(path).parts
    if "certification" not in parts:
        return ""
    inner = parts[parts.index("certification") + 1 :]
    return f"{'/'.join(inner)}:{number}" if inner[0] in ("cases", "traps") else ""
