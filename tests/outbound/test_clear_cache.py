from tests.outbound.support import ask, refusal
from tests.support import Sockets


def test_a_cache_is_cleared_at_any_time(sockets: Sockets) -> None:
    assert refusal("ClearCache", {}) is None
    ask("ClearCache", {})
    assert sockets.frames[-1] == [2, "command-1", "ClearCache", {}]
