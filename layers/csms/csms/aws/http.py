"""HTTP/1.1 as far as AWS speaks it: a request, its answer, and the connection kept for the next.

urllib3 takes eight times the CPU, much of it in http.client, which reads headers as if they were
mail (docs/decisions/a-lean-way-to-aws.md).
"""

import select
import socket
import ssl
from collections.abc import Mapping
from typing import NamedTuple

CONNECT, READ = 1.0, 2.0  # seconds of patience
_PIECE = 65536  # bytes
_LARGEST_HEAD = 65536
_SAID_ALWAYS = "accept-encoding: identity\r\nuser-agent: csms\r\n"
_WITHOUT_BODY = frozenset({204, 304})


class Broken(Exception):
    """What came is no answer, or no whole one."""


class Answer(NamedTuple):
    """`headers` by their names in small letters."""

    status: int
    headers: Mapping[str, str]
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
        status, told, rest = self._begun()
        while 100 <= status < 200:  # an announcement
            status, told, rest = self._begun(rest)
        if status in _WITHOUT_BODY:
            return Answer(status, told, b"")
        if "chunked" in told.get("transfer-encoding", ""):
            return Answer(status, told, self._chunks(rest))
        if (length := told.get("content-length")) is None:
            self.lasts = False
            return Answer(status, told, self._to_the_end(rest))
        whole, rest = self._at_least(rest, _number(length, 10)), b""
        if len(whole) > int(length):
            self.lasts = False
        return Answer(status, told, whole[: int(length)])

    def _begun(self, data: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        """The status, the headers, and what came of the body with them."""
        while (end := data.find(b"\r\n\r\n")) < 0:
            if len(data) > _LARGEST_HEAD:
                raise Broken("the head of the answer has no end")
            data += self._more()
        first, *lines = data[:end].decode("latin-1").split("\r\n")
        version, _, rest = first.partition(" ")
        if not version.startswith("HTTP/1."):
            raise Broken("no answer of HTTP/1.1")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        said = headers.get("connection", "").lower()
        self.lasts = "close" not in said and (version != "HTTP/1.0" or "keep-alive" in said)
        return _number(rest[:3], 10), headers, data[end + 4 :]

    def _chunks(self, data: bytes) -> bytes:
        pieces = []
        while True:
            while (end := data.find(b"\r\n")) < 0:
                data += self._more()
            length = _number(data[:end].partition(b";")[0].decode("latin-1"), 16)
            if not length:
                break
            data = self._at_least(data[end + 2 :], length + 2)
            pieces.append(data[:length])
            data = data[length + 2 :]
        data = data[end:]
        while b"\r\n\r\n" not in data:  # trailers, mostly none
            data += self._more()
        return b"".join(pieces)

    def _at_least(self, data: bytes, length: int) -> bytes:
        if len(data) >= length:
            return data
        pieces, missing = [data], length - len(data)
        while missing > 0:
            pieces.append(self._more())
            missing -= len(pieces[-1])
        return b"".join(pieces)

    def _to_the_end(self, data: bytes) -> bytes:
        pieces = [data]
        while more := self._socket.recv(_PIECE):
            pieces.append(more)
        return b"".join(pieces)

    def _more(self) -> bytes:
        if not (data := self._socket.recv(_PIECE)):
            raise Broken("the connection ended before the answer")
        return data


def _head(method: str, host: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1\r\nhost: {host}\r\n{_SAID_ALWAYS}"]
    lines += [f"{name}: {value}\r\n" for name, value in headers.items()]
    if body or method == "POST":
        lines.append(f"content-length: {len(body)}\r\n")
    head = "".join([*lines, "\r\n"])
    if head.count("\n") != len(lines) + 4 or head.count("\r") != len(lines) + 4:
        raise ValueError("a header has more than one line")
    return head.encode("latin-1")


def _number(text: str, base: int) -> int:
    try:
        return int(text, base)
    except ValueError:
        raise Broken("a number of the answer is none") from None
