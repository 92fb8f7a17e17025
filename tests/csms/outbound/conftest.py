import pytest

from tests.csms.command_steps import connected
from tests.support import Sockets


@pytest.fixture
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()
