from csms.store import table
from tests.support import RESOURCES


def test_the_tables_are_the_templates() -> None:
    """Those that the tests make are; their names come from the environment."""
    assert table.StateItem.Meta.table_name == "csms-state"
    assert table.HistoryItem.Meta.table_name == "csms-history"
    for resource in ("StateTable", "HistoryTable"):
        keys = RESOURCES[resource]["Properties"]["KeySchema"]
        assert [key["AttributeName"] for key in keys] == ["pk", "sk"]
        ttl = RESOURCES[resource]["Properties"]["TimeToLiveSpecification"]
        assert ttl["AttributeName"] == "expires_at"
