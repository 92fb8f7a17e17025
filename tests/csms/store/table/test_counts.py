import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import SHARDS, counts
from csms.store.table.counts import Counted, count_by_name, count_by_time
from tests.stored import provision

pytestmark = pytest.mark.usefixtures("store")


def test_a_list_is_counted_over_its_shards() -> None:
    for number in range(9):
        provision(f"CP{number}", security_profile=0)
    assert count_by_name(ChargePoint, "CP") == Counted(9, True)
    assert count_by_time(ChargePoint, "ONBOARDING") == Counted(0, True)


def test_what_is_too_long_is_counted_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB says where a page of 1 MB has ended."""
    asked: list[dict[str, object]] = []

    def page(_: str, arguments: dict[str, object]) -> dict[str, object]:
        asked.append(arguments)
        return {"Count": 10, "LastEvaluatedKey": {"pk": {"S": str(len(asked))}}}

    monkeypatch.setattr(counts, "call", page)
    assert count_by_name(ChargePoint, "CP") == Counted(10 * 4 * SHARDS, False)
    assert [one.get("ExclusiveStartKey") for one in asked[:2]] == [None, {"pk": {"S": "1"}}]
    assert all(one["Select"] == "COUNT" for one in asked)
