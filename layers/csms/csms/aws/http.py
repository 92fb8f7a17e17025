"""HTTP/1.1 over a connection that is kept: httptools (llhttp) reads what comes.

urllib3 takes eight times the CPU (docs/decisions/a-lean-way-to-aws.md).
"""

import select
import socket
import ssl
from collections.abc import Mapping
from typing import NamedTuple

from httptools import HttpParserError, HttpResponseParser

CONNECT, READ = 1.0, 2.0  # seconds of patience
_PIECE = 65536  # bytes
_LARGEST_HEAD = 65536
_SAID_ALWAYS = "accept-encoding: identity\r\nuser-agent: csms\r\n"


class Broken(Exception):
    """What came is no answer, or no whole one."""


class Answer(NamedTuple):
    """`headers` as they came, by their names in small letters."""

    status: int
    headers: Mapping[bytes, bytes]
    body: bytes


class Connection:
    """One request at a time. What an exception has left may not be used again."""

    def __init__(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        """Raises OSError."""
        self._socket = socket.create_connection((host, port), CONNECT)
        try:
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if tls:
                self._socket = tls.wrap_socket(self._socket, server_hostname=host)
            self._socket.settimeout(READ)
        except BaseException:
            self._socket.close()
            raise
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLIN)
        self.lasts = True
        """Whether the other side keeps it for another request."""

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        if "_socket" in vars(self):  # else it was never open
            self._socket.close()

    def is_quiet(self) -> bool:
        """Whether nothing has come that nobody asked for: mostly that it is over."""
        return not self._poll.poll(0)

    def exchange(
        self, method: str, host: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """Raises OSError, Broken; ValueError for a header that is none, before anything leaves."""
        self._socket.sendall(_head(method, host, path, headers, body) + body)
        reading = _Reading()
        while not reading.is_whole:
            reading.take(self._socket.recv(_PIECE))
        self.lasts = reading.lasts
        return Answer(reading.status, reading.headers, b"".join(reading.body))


class _Reading:
    """One answer, as the parser tells it."""

    def __init__(self) -> None:
        self._parser = HttpResponseParser(self)
        self._taken = 0
        self._in_body = False
        self.headers: dict[bytes, bytes] = {}
        self.body: list[bytes] = []
        self.status = 0
        self.is_whole = self.lasts = False

    def take(self, data: bytes) -> None:
        """Raises Broken."""
        if not data:
            self._ended()
            return
        self._taken += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserError as error:
            if not self.is_whole:
                raise Broken(f"no answer of HTTP/1.1: {type(error).__name__}") from None
            self.lasts = False  # somebody goes on talking
        if not self._in_body and self._taken > _LARGEST_HEAD:
            raise Broken("the head of the answer has no end")

    def _ended(self) -> None:
        told = self.headers
        if not self._in_body or b"content-length" in told or b"transfer-encoding" in told:
            raise Broken("the connection ended before the answer")
        self.is_whole = True

    def on_message_begin(self) -> None:
        if self.is_whole:
            raise ValueError("nobody has asked for another answer")
        self.headers, self._in_body = {}, False

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.lower()] = value

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        self._in_body = self.status >= 200

    def on_body(self, body: bytes) -> None:
        self.body.append(body)

    def on_message_complete(self) -> None:
        if self._in_body:  # else it announces the answer
            self.is_whole = True
            self.lasts = self._parser.should_keep_alive()


def _head(method: str, host: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1\r\nhost: {host}\r\n{_SAID_ALWAYS}"]
    lines += [f"{name}: {value}\r\n" for name, value in headers.items()]
    if body or method == "POST":
        lines.append(f"content-length: {len(body)}\r\n")
    head = "".join([*lines, "\r\n"])
    if head.count("\n") != len(lines) + 4 or head.count("\r") != len(lines) + 4:
        raise ValueError("a header has more than one line")
    return head.encode("latin-1")
