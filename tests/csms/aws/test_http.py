"""HTTP as bytes: what a socket says, and what is made of it."""

import socket
import ssl
from collections.abc import Iterator
from threading import Thread

import pytest

from csms.aws import http
from csms.aws.http import Broken, Connection


class Peer:
    """The other end: answers each request with pieces, each sent by itself; then it may hang up."""

    def __init__(self, *pieces: bytes, hangs_up: bool = False) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._pieces, self._hangs_up = pieces, hangs_up
        self.heard = b""
        self.connection = Connection("127.0.0.1", self._listener.getsockname()[1], None)
        self._socket, _ = self._listener.accept()
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = Thread(target=self._answer)
        self._thread.start()

    def _answer(self) -> None:
        self.heard = self._socket.recv(65536)
        for piece in self._pieces:
            self._socket.sendall(piece)
        if self._hangs_up:
            self._socket.close()

    def end(self) -> None:
        self._thread.join()
        for each in (self._socket, self._listener, self.connection):
            each.close()


@pytest.fixture
def peers() -> Iterator[list[Peer]]:
    made: list[Peer] = []
    yield made
    for peer in made:
        peer.end()


def asked(peer: Peer, method: str = "POST", body: bytes = b"{}") -> http.Answer:
    return peer.connection.exchange(method, "host:1", "/a/b?c", {"x-name": "value"}, body)


def test_a_request_is_one_piece_of_text(peers: list[Peer]) -> None:
    peers.append(peer := Peer(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    asked(peer)
    assert peer.heard == (
        b"POST /a/b?c HTTP/1.1\r\nhost: host:1\r\naccept-encoding: identity\r\nuser-agent: csms\r\n"
        b"x-name: value\r\ncontent-length: 2\r\n\r\n{}"
    )


def test_a_request_without_a_body_announces_none(peers: list[Peer]) -> None:
    peers.append(peer := Peer(b"HTTP/1.1 204 No Content\r\n\r\n"))
    assert asked(peer, "DELETE", b"").status == 204
    assert b"content-length" not in peer.heard


WHOLE = b"HTTP/1.1 400 Bad\r\nX-Amzn-ErrorType:  Gone \r\nContent-Length: 5\r\n\r\nfiver"


@pytest.mark.parametrize("cut", [1, 12, 30, len(WHOLE) - 7, len(WHOLE) - 1, len(WHOLE)])
def test_an_answer_may_come_in_pieces(peers: list[Peer], cut: int) -> None:
    peers.append(peer := Peer(WHOLE[:cut], WHOLE[cut:]))
    answer = asked(peer)
    assert (answer.status, answer.body) == (400, b"fiver")
    assert answer.headers[b"x-amzn-errortype"].strip() == b"Gone"
    assert peer.connection.lasts


CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3;what=ever\r\none\r\nA\r\n,two,three\r\n0\r\nTrailer: yes\r\n\r\n"
)


@pytest.mark.parametrize("cut", range(44, len(CHUNKED), 5))
def test_chunks_are_put_together(peers: list[Peer], cut: int) -> None:
    peers.append(peer := Peer(CHUNKED[:cut], CHUNKED[cut:]))
    assert asked(peer).body == b"one,two,three"
    assert peer.connection.lasts


def test_an_announcement_before_the_answer_is_none(peers: list[Peer]) -> None:
    peers.append(peer := Peer(b"HTTP/1.1 100 Continue\r\n\r\n" + WHOLE))
    assert asked(peer).status == 400


def test_an_answer_of_unknown_length_ends_with_its_connection(peers: list[Peer]) -> None:
    peers.append(peer := Peer(b"HTTP/1.1 200 OK\r\n\r\nto the", b" end", hangs_up=True))
    assert asked(peer).body == b"to the end"
    assert not peer.connection.lasts


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nand more",
    ],
)
def test_a_connection_that_ends_is_not_kept(peers: list[Peer], said: bytes) -> None:
    peers.append(peer := Peer(said))
    asked(peer)
    assert not peer.connection.lasts


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour",
        b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
        b"HTTP/1.1 what OK\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 20_000,
    ],
)
def test_what_is_no_whole_answer_is_broken(peers: list[Peer], said: bytes) -> None:
    peers.append(peer := Peer(said, hangs_up=True))
    with pytest.raises((Broken, ConnectionError)):
        asked(peer)


def test_what_hangs_is_given_up(peers: list[Peer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ", 0.05)
    peers.append(peer := Peer(b"HTTP/1.1 200 OK\r\n"))
    with pytest.raises(TimeoutError):
        asked(peer)


@pytest.mark.parametrize("value", ["one\r\nX-Other: two", "one\n", "one\r"])
def test_no_header_brings_another(peers: list[Peer], value: str) -> None:
    peers.append(peer := Peer())
    with pytest.raises(ValueError, match="more than one line"):
        peer.connection.exchange("POST", "host", "/", {"token": value}, b"")
    peer.connection.close()
    peer.end()
    assert peer.heard == b""


def test_a_connection_knows_that_the_other_side_has_gone(peers: list[Peer]) -> None:
    peers.append(peer := Peer(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", hangs_up=True))
    asked(peer)
    peer._thread.join()
    assert not peer.connection.is_quiet()


def test_nobody_there_is_an_error_of_the_system() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        Connection("127.0.0.1", port, None)


def test_who_speaks_no_tls_is_not_asked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            other, _ = listener.accept()
            with other:
                other.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                other.recv(65536)

        (greeting := Thread(target=greet)).start()
        with pytest.raises(ssl.SSLError):
            Connection("127.0.0.1", listener.getsockname()[1], ssl.create_default_context())
        greeting.join()
