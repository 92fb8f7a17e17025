import socket
from collections.abc import Iterator
from contextlib import nullcontext
from threading import Thread
from typing import Any

import pytest

from csms import aws, connections
from tests.support import Sockets


class Endpoint:
    """Reads requests, and closes each connection without an answer."""

    def __init__(self) -> None:
        self.taken = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            with peer:
                peer.recv(65536)
                self.taken += 1

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def test_a_frame_leaves_for_its_socket(sockets: Sockets) -> None:
    connections.post("one", '[3,"ü",{}]')
    assert sockets.posted == [("one", [3, "ü", {}])]


def test_a_socket_that_has_closed_is_gone(sockets: Sockets) -> None:
    sockets.gone.add("one")
    with pytest.raises(connections.Gone):
        connections.post("one", "[]")


def test_closing_what_is_closed_is_as_good(sockets: Sockets) -> None:
    sockets.gone.add("one")
    assert not connections.close("one")
    assert connections.close("two")
    assert sockets.closed == ["two"]


def test_other_failures_are_told(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(*_: object) -> None:
        raise aws.ServiceError("ForbiddenException", status=403)

    monkeypatch.setattr(sockets, "post", forbid)
    with pytest.raises(aws.ServiceError):
        connections.post("one", "[]")
    sockets.failing = True
    with pytest.raises(ConnectionError):
        connections.close("one")


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """An endpoint that takes every frame, and of which no answer is heard."""
    endpoint = Endpoint()
    monkeypatch.setenv("CONNECTIONS_URL", endpoint.url)
    yield endpoint
    endpoint.close()


@pytest.mark.parametrize("frame", ["[2]", "[3]"])
def test_what_may_have_left_is_not_posted_again_be_it_a_call_of_ours_or_an_answer(
    frame: str, endpoint: Endpoint
) -> None:
    with pytest.raises(aws.Unanswered):
        connections.post("one", frame)
    assert endpoint.taken == 1


def test_a_socket_is_closed_again_if_that_was_not_heard(endpoint: Endpoint) -> None:
    with pytest.raises(aws.Unanswered):
        connections.close("one")
    assert endpoint.taken == 3


def test_where_nobody_listens_it_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, sockets: Sockets
) -> None:
    post, tries = sockets.post, iter([True, True, False])

    def unreachable(*frame: Any) -> None:
        if next(tries):
            raise aws.Unreachable
        post(*frame)

    monkeypatch.setattr(sockets, "post", unreachable)
    connections.post("one", "[3]")
    assert sockets.frames == [[3]]


@pytest.mark.parametrize(("refused", "is_sent"), [(2, True), (3, False)])
def test_what_was_not_taken_is_posted_again_and_not_for_ever(
    refused: int, is_sent: bool, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, refusals = sockets.post, iter([429] * refused)

    def busy(*frame: Any) -> None:
        if status := next(refusals, None):
            raise aws.ServiceError("LimitExceededException", status=status)
        post(*frame)

    monkeypatch.setattr(sockets, "post", busy)
    with nullcontext() if is_sent else pytest.raises(aws.ServiceError):
        connections.post("one", "[3]")
    assert sockets.frames == ([[3]] if is_sent else [])
