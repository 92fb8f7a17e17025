import time

import pytest

from csms.store.table.throttling import FIRST_PAUSE, let_cool


def test_the_pause_grows_with_each_try_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    for tries in range(4):
        let_cool(tries)
    for tries, pause in enumerate(pauses):
        longest = FIRST_PAUSE * 2**tries
        assert longest / 2 <= pause <= longest
