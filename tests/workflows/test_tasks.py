import json
from typing import Any

from tests.support import Sockets
from workflows import tasks


def delivered(*bodies: str) -> dict[str, Any]:
    records = [{"messageId": str(place), "body": body} for place, body in enumerate(bodies)]
    return tasks.handler({"Records": records}, None)


def close(connection_id: str) -> str:
    return json.dumps({"task": "close-connection", "connectionId": connection_id})


def test_a_connection_is_closed_however_often_it_is_asked_for(sockets: Sockets) -> None:
    assert delivered(close("one"), close("one")) == {"batchItemFailures": []}
    sockets.gone.add("one")
    assert delivered(close("one")) == {"batchItemFailures": []}
    assert sockets.closed == ["one", "one"]


def test_what_fails_comes_again_alone(sockets: Sockets) -> None:
    unknown = ["not JSON", "[]", '{"task":"unknown"}', '{"task":"close-connection"}']
    failed = delivered(close("one"), *unknown)["batchItemFailures"]
    assert failed == [{"itemIdentifier": str(place)} for place in (1, 2, 3, 4)]
    assert sockets.closed == ["one"]


def test_a_socket_that_cannot_be_reached_comes_again(sockets: Sockets) -> None:
    sockets.failing = True
    assert delivered(close("one")) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
