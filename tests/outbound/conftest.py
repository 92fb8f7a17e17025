import pytest

from tests.csms.command_steps import connected
from tests.support import Sockets


@pytest.fixture(autouse=True)
def cp(cp1: str, sockets: Sockets) -> str:
    """CP1 is connected, and everything that is sent to it is in `sockets`."""
    connected()
    return cp1
