import pytest
from botocore.exceptions import ClientError

from csms import connections
from tests.support import Sockets


def test_a_frame_leaves_for_its_socket(sockets: Sockets) -> None:
    connections.post("one", '[3,"ü",{}]')
    assert sockets.posted == [("one", [3, "ü", {}])]


def test_a_socket_that_has_closed_is_gone(sockets: Sockets) -> None:
    sockets.gone.add("one")
    with pytest.raises(connections.Gone):
        connections.post("one", "[]")


def test_closing_what_is_closed_is_as_good(sockets: Sockets) -> None:
    sockets.gone.add("one")
    connections.close("one")
    connections.close("two")
    assert sockets.closed == ["two"]


def test_other_failures_are_told(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(**_: object) -> None:
        raise ClientError({"Error": {"Code": "ForbiddenException"}}, "PostToConnection")

    monkeypatch.setattr(sockets, "post_to_connection", forbid)
    with pytest.raises(ClientError):
        connections.post("one", "[]")
    sockets.failing = True
    with pytest.raises(ConnectionError):
        connections.close("one")
