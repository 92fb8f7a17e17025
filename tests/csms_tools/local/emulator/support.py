"""Tables and items for tests of the emulator."""

from itertools import count
from typing import Any

STATE, HISTORY = "state", "history"
KEYS = ("pk", "sk", "by_time_pk", "by_time_sk")
TABLE: dict[str, Any] = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in KEYS],
    "KeySchema": [
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "by_time",
            "KeySchema": [
                {"AttributeName": "by_time_pk", "KeyType": "HASH"},
                {"AttributeName": "by_time_sk", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}

_numbers = count(1)

Item = dict[str, Any]


def key(sk: str = "CP", pk: str | None = None) -> Item:
    """The key of an item that no other test knows."""
    return {"pk": {"S": pk or f"CP#{next(_numbers)}"}, "sk": {"S": sk}}
