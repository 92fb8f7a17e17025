"""How a request of AWS comes to nothing. None of these texts holds a secret."""

from typing import Any


class AwsError(Exception):
    """It has not come about, or nobody knows whether it has."""


class Unreachable(AwsError):
    """Nobody listens: nothing has left."""


class Unanswered(AwsError):
    """It has left, and no answer was heard: it may have been done."""


class ServiceError(AwsError):
    """AWS answers that it is not done; `code` as its documentation names it, `answer` whole."""

    def __init__(
        self, code: str, message: str = "", *, status: int = 400, answer: Any = None
    ) -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.status = status
        self.answer: dict[str, Any] = answer if isinstance(answer, dict) else {}
