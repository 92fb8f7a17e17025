import pytest

from tests.outbound.support import ask, refusal
from tests.support import Sockets


@pytest.mark.parametrize("kind", ["Hard", "Soft"])
def test_a_charge_point_is_reset_at_any_time(kind: str, sockets: Sockets) -> None:
    assert refusal("Reset", {"type": kind}) is None
    ask("Reset", {"type": kind}, {"status": "Rejected"})
    assert sockets.frames[-1] == [2, "command-1", "Reset", {"type": kind}]
