"""How a conversation can fail, as the charge point sees it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager


class ChargePointError(Exception):
    """Anything that a step of a charge point may raise."""


class Refused(ChargePointError):
    """The handshake was answered with something else than 101 and `ocpp1.6`."""

    def __init__(
        self, reason: str, status: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.headers = headers or {}


class Unreachable(ChargePointError):
    """Nobody answers at the address, or TLS could not be agreed upon."""


class Offline(ChargePointError):
    """There is no connection, or it was lost before the answer came."""


class NoAnswer(ChargePointError):
    """The connection stands, but the answer did not come in time."""


class Malformed(ChargePointError):
    """The answer is not what the specification says it should be."""


class NotAccepted(ChargePointError):
    """The step needs a registration that the central system has not given (C-20)."""


class CallFailed(ChargePointError):
    """The central system answered with a CALLERROR."""

    def __init__(self, code: str, description: str, details: object) -> None:
        super().__init__(f"{code}: {description}" if description else code)
        self.code = code
        self.description = description
        self.details = details


class Impossible(ChargePointError):
    """The step does not fit the state of the charge point."""


@contextmanager
def reading(action: str) -> Iterator[None]:
    """Inside, the answer to this action is taken apart."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Malformed(f"the answer to {action} cannot be read: {error!r}") from error
