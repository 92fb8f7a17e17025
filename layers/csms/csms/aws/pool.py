"""Connections to AWS that stay open, over one TLS context with Amazon's own roots.

A context with the roots of the whole world costs 27 ms of CPU, and botocore makes one a client.
"""

import os
import ssl
import time
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from csms.aws.errors import Unanswered, Unreachable
from csms.aws.http import Answer, Broken, Connection

ROOTS = Path(__file__).with_name("roots.pem")
IDLE = 50.0  # seconds after which a connection may have died without a word


class Pool:
    """As many connections to each host as were ever used at once."""

    def __init__(self) -> None:
        self._idle: dict[str, list[tuple[float, Connection]]] = {}

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Raises Unreachable, Unanswered."""
        scheme, _, rest = url.partition("://")
        host, slash, path = rest.partition("/")
        idle = self._idle.setdefault(f"{scheme}://{host}", [])
        connection = _kept(idle) or _opened(scheme, host)
        try:
            answer = connection.exchange(method, host, slash + path or "/", headers, body)
        except (OSError, Broken) as error:
            raise Unanswered(_told(host, error)) from None
        # what was interrupted on the way here is half an answer, and nobody's any more
        if connection.lasts:
            idle.append((time.monotonic(), connection))
        return answer

    def close(self) -> None:
        """What another process has as well, or a snapshot had, is not ours."""
        self._idle = {}


def _kept(idle: list[tuple[float, Connection]]) -> Connection | None:
    while True:
        try:
            used_at, connection = idle.pop()
        except IndexError:  # not asked before: another thread may have taken the last
            return None
        if time.monotonic() - used_at <= IDLE and connection.is_quiet():
            return connection


def _opened(scheme: str, host: str) -> Connection:
    place = urlsplit(f"{scheme}://{host}")
    tls = _context() if scheme == "https" else None
    try:
        return Connection(place.hostname or "", place.port or (443 if tls else 80), tls)
    except OSError as error:
        raise Unreachable(_told(host, error)) from None


@cache
def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(os.environ.get("AWS_CA_BUNDLE") or ROOTS)
    return context


def _told(host: str, error: Exception) -> str:
    """Which names no header."""
    return f"{host}: {type(error).__name__}: {error}"


pool = Pool()
os.register_at_fork(after_in_child=pool.close)
