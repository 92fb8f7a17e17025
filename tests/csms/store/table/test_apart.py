import time
from collections.abc import Callable

import pytest

from csms.aws import ServiceError
from csms.deadline import OutOfTime, within
from csms.store import table
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import Raw, apart, calls, fetch, perform, put

ABSENT = ChargePoint.pk.does_not_exist()

pytestmark = pytest.mark.usefixtures("store")


def written(name: str) -> table.Write:
    item = ChargePoint.of(name)
    item.security_profile = 0
    return put(item, ABSENT)


def there(*names: str) -> list[bool]:
    return [item is not None for item in fetch(*(ChargePoint.of(name) for name in names))]


@pytest.mark.parametrize("first", ["A", "B"])
def test_each_is_done_whatever_becomes_of_the_other(first: str) -> None:
    perform(written(first))
    failed = apart(written("A"), written("B"))
    assert failed.keys() == {0 if first == "A" else 1}
    assert [item and item["pk"] for item in failed.values()] == [{"S": f"CP#{first}"}]
    assert there("A", "B") == [True, True]


def going_wrong(
    monkeypatch: pytest.MonkeyPatch, name: str, happens: Callable[[], object]
) -> list[str]:
    call, ended = calls.call, []

    def once(operation: str, arguments: Raw) -> Raw:
        if operation == "PutItem" and arguments["Item"]["pk"]["S"] == f"CP#{name}":
            happens()
        elif operation == "PutItem":
            time.sleep(0.02)
            ended.append(arguments["Item"]["pk"]["S"])
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", once)
    return ended


@pytest.mark.parametrize(("name", "other"), [("A", "CP#B"), ("B", "CP#A")])
def test_what_goes_wrong_is_raised_when_the_other_has_ended(
    name: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise ServiceError("ThrottlingException")

    ended = going_wrong(monkeypatch, name, fails)
    with pytest.raises(ServiceError):
        apart(written("A"), written("B"))
    assert ended == [other]


@pytest.mark.parametrize("name", ["A", "B"])
def test_what_hangs_is_given_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    going_wrong(monkeypatch, name, lambda: time.sleep(0.5))
    began = time.monotonic()
    with pytest.raises(OutOfTime), within(0.1):
        apart(written("A"), written("B"))
    assert time.monotonic() - began < 0.4
    time.sleep(0.5)  # what hung ends before the store does
