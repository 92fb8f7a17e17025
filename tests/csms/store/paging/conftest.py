import pytest

from csms.store import table
from csms.store.table import calls


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every call of DynamoDB."""
    asked: list[str] = []
    call = calls.call

    def counted(operation: str, arguments: table.Raw) -> table.Raw:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", counted)
    return asked
