"""What a socket and the gateway behind it are to each other."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from csms_tools.local.gateway.platform import Platform


class Full(Exception):
    """The client does not read: its buffer takes no more."""


class Gone(Exception):
    """No such connection: closed, unknown, or its upgrade is not finished yet."""


class Sender(Protocol):
    """A socket, as the gateway uses it."""

    last_active: float

    @property
    def is_open(self) -> bool: ...

    @property
    def has_hung_up(self) -> bool:
        """Also while nothing is read of it."""

    def send(self, text: bytes) -> None:
        """One message. Raises Full."""

    def close(self, code: int, reason: str) -> None: ...

    def abort(self) -> None: ...


class Receiver(Protocol):
    """The gateway's end of one connection."""

    def opened(self) -> None: ...

    async def message(self, text: str) -> None: ...

    def closed(self, code: int, reason: str) -> None:
        """Once, and only after `opened`."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    receiver: Receiver
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def response(self) -> Response:
        phrases = {status.value: status.phrase for status in HTTPStatus}
        body = self.body.encode()
        headers = Headers([("Connection", "close"), ("Content-Length", str(len(body)))])
        headers.update(self.headers)
        return Response(self.status, phrases.get(self.status, ""), headers, body)


Refused = Callable[[str, str, str], None]
"""What hears whom TLS or the edge refuses: the kind of security event, the address, and why."""


class Server(Protocol):
    """Who answers upgrade requests."""

    @property
    def platform(self) -> Platform: ...

    def connected(self, socket: Sender) -> None:
        """There is a TCP connection, over TLS its handshake is done; nothing more yet."""

    async def handshake(
        self,
        socket: Sender,
        address: str,
        secure: bool,
        certificate: bytes | None,
        request: Request,
    ) -> Acceptance | Refusal:
        """Told only of proper upgrade requests; nothing has reached the client yet.

        `certificate`: the client's, in DER, if it has shown one and TLS has verified it.
        """

    def spawn(self, work: Coroutine[Any, Any, object]) -> None: ...
