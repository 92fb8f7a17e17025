"""What tests of the handler let come, and what AWS answers that fails."""

from time import monotonic
from typing import Any

from csms.aws import ServiceError
from csms.store import table
from tests.actions import PAYLOADS
from tests.conftest import handler_of
from tests.support import Context, message

ODD = PAYLOADS["StatusNotification"] | {"errorCode": "Error"}
SECRET = "c3b0a1d2e4f5c3b0a1d2e4f5c3b0a1d2"


DONE = {"statusCode": 200}


class Lambda(Context):
    """A context whose time runs out."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.end = monotonic() + seconds

    def get_remaining_time_in_millis(self) -> int:
        return int((self.end - monotonic()) * 1000)


def receives(action: str, text: str, seconds: float = 10) -> None:
    """The function of an action gets a frame."""
    assert handler_of(action)(message(text, route=action), Lambda(seconds)) == DONE


def error(code: str) -> Any:
    def fail(operation: str, arguments: table.Raw) -> table.Raw:
        raise ServiceError(code, "of the store")

    return fail
