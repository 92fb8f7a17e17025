from time import sleep

import pytest

from csms.store import table
from csms.store.table import calls


@pytest.fixture
def hanging(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that does not answer."""

    def hang(operation: str, arguments: table.Raw) -> table.Raw:
        sleep(30)
        return {}

    monkeypatch.setattr(calls, "call", hang)
