import pytest

from tests.csms.command_steps import CP, connected, send, tasks
from tests.support import Sockets


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def test_a_watch_is_set_before_a_command_is_written(sockets: Sockets) -> None:
    send("c1", timeout=45)
    assert tasks() == [({"task": "watch", "chargePointId": CP, "commandId": "c1"}, 45)]
