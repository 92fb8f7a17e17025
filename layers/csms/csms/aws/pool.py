"""Connections to AWS that stay open, over one TLS context with Amazon's own roots.

A context with the roots of the whole world costs 27 ms of CPU, and botocore makes one a client.
"""

import os
import ssl
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
)

from csms.aws.errors import Unanswered, Unreachable

ROOTS = Path(__file__).with_name("roots.pem")
IDLE = 50.0  # seconds after which a connection may have died without a word
PATIENCE = urllib3.Timeout(connect=1, read=2)


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


Send = Callable[[str, str, dict[str, str], bytes], Answer]


class Pool:
    def __init__(self) -> None:
        self._manager: urllib3.PoolManager | None = None
        self._used_at = 0.0

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Raises Unreachable, Unanswered."""
        try:
            answer = self._open().request(
                method, url, headers=headers, body=body, redirect=False, retries=False
            )
        except (ConnectTimeoutError, NameResolutionError, NewConnectionError) as error:
            raise Unreachable(f"{_host(url)}: {_cause(error)}") from None
        except HTTPError as error:
            raise Unanswered(f"{_host(url)}: {_cause(error)}") from None
        return Answer(answer.status, answer.headers, answer.data)

    def close(self) -> None:
        """What another process has as well, or a snapshot had, is not ours."""
        self._manager = None

    def _open(self) -> urllib3.PoolManager:
        now = time.monotonic()
        if self._manager is None or now - self._used_at > IDLE:
            self._manager = urllib3.PoolManager(timeout=PATIENCE, ssl_context=_context())
        self._used_at = now
        return self._manager


@cache
def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(os.environ.get("AWS_CA_BUNDLE") or ROOTS)
    return context


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]


def _cause(error: Exception) -> str:
    """In urllib3's words, which name no header."""
    return f"{type(error).__name__}: {error}"


pool = Pool()
os.register_at_fork(after_in_child=pool.close)
