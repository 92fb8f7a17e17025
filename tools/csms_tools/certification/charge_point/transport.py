"""A charge point's end of a WebSocket, over TCP or TLS."""

import ssl
import warnings
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus
from websockets.typing import Subprotocol

OCPP16 = "ocpp1.6"


class Refused(Exception):
    """The handshake is answered, and not by 101. Header names are in small letters."""

    def __init__(self, status: int, headers: Mapping[str, str]) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.headers = headers


class NoConnection(Exception):
    """There is none: TCP or TLS has failed, or what answers speaks no WebSocket."""


class TimedOut(NoConnection):
    """There is none, and nobody has said no."""


class Closed(Exception):
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"closed with {code} {reason}".rstrip())
        self.code = code


@dataclass(frozen=True)
class Tls:
    """`ca`: roots of the server, beside the system's; `certificate`: one's own, with its key.

    `suites` in OpenSSL's names; they are those of TLS 1.2, and pin that.
    """

    ca: Path | None = None
    certificate: Path | None = None
    suites: str | None = None
    version: ssl.TLSVersion | None = None


@dataclass(frozen=True)
class Handshake:
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    subprotocols: tuple[str, ...] = (OCPP16,)
    tls: Tls = Tls()


@dataclass(frozen=True)
class Opened:
    """`cipher` in OpenSSL's name; `certificate`: of the server, DER."""

    subprotocol: str | None
    tls_version: str | None = None
    cipher: str | None = None
    certificate: bytes | None = None


class Connection(Protocol):
    opened: Opened

    async def send(self, text: str) -> None:
        """Raises Closed."""

    async def receive(self) -> str | bytes:
        """Raises Closed."""

    async def close(self) -> None: ...

    async def abort(self) -> None:
        """Without a close frame, as when the power fails."""


Open = Callable[[Handshake, float], Awaitable[Connection]]
"""Opens within so many seconds. Raises Refused, NoConnection."""


async def open_connection(handshake: Handshake, seconds: float) -> Connection:
    secure = handshake.url.startswith("wss:")
    try:
        socket = await connect(
            handshake.url,
            subprotocols=[Subprotocol(name) for name in handshake.subprotocols],
            additional_headers=dict(handshake.headers),
            ssl=_context(handshake.tls) if secure else None,
            compression=None,
            open_timeout=seconds,
            close_timeout=2,
            ping_interval=None,
            max_size=None,
            user_agent_header=None,
        )
    except InvalidStatus as refused:
        answer = refused.response
        headers = {name.lower(): value for name, value in answer.headers.raw_items()}
        raise Refused(answer.status_code, headers) from None
    except TimeoutError:
        raise TimedOut(f"no answer within {seconds:g} s") from None
    except (OSError, EOFError, InvalidHandshake, InvalidMessage) as error:
        raise NoConnection(f"{type(error).__name__}: {error}") from error
    return _Socket(socket)


class _Socket:
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        tls: ssl.SSLObject | None = socket.transport.get_extra_info("ssl_object")
        if tls is None:
            self.opened = Opened(socket.subprotocol)
        else:
            cipher, certificate = tls.cipher(), tls.getpeercert(binary_form=True)
            self.opened = Opened(
                socket.subprotocol, tls.version(), cipher and cipher[0], certificate
            )

    async def send(self, text: str) -> None:
        try:
            await self._socket.send(text)
        except ConnectionClosed as closed:
            raise _closed(closed) from None

    async def receive(self) -> str | bytes:
        try:
            return await self._socket.recv()
        except ConnectionClosed as closed:
            raise _closed(closed) from None

    async def close(self) -> None:
        await self._socket.close()

    async def abort(self) -> None:
        self._socket.transport.abort()
        await self._socket.wait_closed()


def _closed(closed: ConnectionClosed) -> Closed:
    return Closed(closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else Closed(1006, "")


def _context(tls: Tls) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if tls.ca:
        context.load_verify_locations(tls.ca)
    if tls.certificate:
        context.load_cert_chain(tls.certificate)
    if tls.suites:
        context.set_ciphers(tls.suites)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    if tls.version:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # what is old is to be refused
            context.minimum_version = context.maximum_version = tls.version
    return context
