"""The TLS listener: as asyncio's own, but it tells whom TLS refuses, and why."""

import asyncio
import logging
import ssl
from collections.abc import Callable
from socket import socket as BoundSocket

logger = logging.getLogger(__name__)

_REST = 1.0  # seconds, when the machine has no more sockets to give

_WHY = {
    "UNSUPPORTED_PROTOCOL": "its TLS version is too old",
    "NO_SHARED_CIPHER": "none of its cipher suites is taken",
    "HTTP_REQUEST": "it does not speak TLS",
    "WRONG_VERSION_NUMBER": "it does not speak TLS",
}

Tell = Callable[[str, str], None]
"""What hears of a refusal: the address, and why."""


class SecureListener:
    def __init__(
        self,
        bound: BoundSocket,
        tls: ssl.SSLContext,
        protocol: Callable[[], asyncio.Protocol],
        *,
        backlog: int,
        handshake_seconds: float,
        refused: Tell,
    ) -> None:
        self._bound = bound
        self._tls = tls
        self._protocol = protocol
        self._handshake_seconds = handshake_seconds
        self._refused = refused
        self._loop = asyncio.get_running_loop()
        bound.setblocking(False)
        bound.listen(backlog)
        self._handshakes: set[asyncio.Task[None]] = set()
        self._accepting = self._loop.create_task(self._accept())

    def close(self) -> None:
        """Who has not finished its handshake is cut off."""
        for task in (self._accepting, *self._handshakes):
            task.cancel()
        self._bound.close()

    async def _accept(self) -> None:
        while True:
            try:
                accepted, (address, *_) = await self._loop.sock_accept(self._bound)
            except OSError:
                logger.exception("a connection could not be accepted")
                await asyncio.sleep(_REST)
                continue
            task = self._loop.create_task(self._shake_hands(accepted, address))
            self._handshakes.add(task)
            task.add_done_callback(self._handshakes.discard)

    async def _shake_hands(self, accepted: BoundSocket, address: str) -> None:
        try:
            await self._loop.connect_accepted_socket(
                self._protocol,
                accepted,
                ssl=self._tls,
                ssl_handshake_timeout=self._handshake_seconds,
            )
        except ssl.SSLEOFError:
            return  # it went away
        except ssl.SSLError as error:
            self._refused(address, why(error))
        except OSError:
            return  # as above, or too slow


def why(error: ssl.SSLError) -> str:
    """What an operator reads of a handshake that has failed."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not taken: {error.verify_message}"
    reason = error.reason or "UNKNOWN"
    if "_ALERT_" in reason:
        said = reason.partition("_ALERT_")[2].replace("_", " ").lower()
        return f"it breaks off: {said}"
    return _WHY.get(reason, reason.replace("_", " ").lower())
