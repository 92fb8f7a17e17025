import pytest

from csms.store import table
from csms.store.table import calls


@pytest.mark.usefixtures("store")
def test_an_operation_goes_by_its_name_in_the_api() -> None:
    name = table.StateItem.Meta.table_name
    item = {"pk": {"S": "CP#CP1"}, "sk": {"S": "CP"}}
    calls.call("PutItem", {"TableName": name, "Item": item})
    assert calls.call("GetItem", {"TableName": name, "Key": item})["Item"] == item
    assert calls.call("BatchGetItem", {"RequestItems": {name: {"Keys": [item]}}})["Responses"]
