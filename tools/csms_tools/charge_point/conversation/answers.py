"""What a command is answered with: a payload and its consequences, or a CALLERROR."""

from dataclasses import dataclass
from typing import Any

from csms_tools.charge_point.tasks import FollowUp


@dataclass(frozen=True)
class Answer:
    payload: Any
    """One of the `ocpp` package's `call_result` classes."""
    then: FollowUp | None = None


class Declined(Exception):
    """The command itself cannot be taken; a business refusal is a status instead (C-7)."""

    def __init__(self, code: str, description: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.description = description
