"""What DynamoDB bills for a request: the size of an item, and the units that it makes."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import ceil
from typing import Any

Raw = Mapping[str, Any]

WRITE_UNIT, READ_UNIT = 1024, 4096  # bytes
ROW = 100  # bytes that an item is stored with beside its own


def size(item: Raw) -> int:
    """Bytes, as DynamoDB counts them: names and values in UTF-8, numbers by their digits."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(typed: Raw) -> int:
    [(kind, value)] = typed.items()
    match kind:
        case "S":
            return len(value.encode())
        case "N":
            return _number(value)
        case "B":
            return len(b64decode(value)) if isinstance(value, str) else len(value)
        case "SS":
            return sum(len(each.encode()) for each in value)
        case "NS":
            return sum(map(_number, value))
        case "M":
            return 3 + size(value) + len(value)
        case "L":
            return 3 + sum(map(_value, value)) + len(value)
    return 1  # BOOL and NULL


def _number(text: str) -> int:
    number = Decimal(text).normalize()
    return ceil(len(number.as_tuple().digits) / 2) + 1 + (number < 0)


def written(before: Raw | None, after: Raw | None, indexes: Iterable[Raw] = ()) -> tuple[int, int]:
    """Units of a write alone: of the table, and of its indexes.

    `before` and `after`: the item, None where none stands. `indexes` have keys alone.
    """
    largest = max((size(item) for item in (before, after) if item), default=0)
    return max(1, ceil(largest / WRITE_UNIT)), sum(_index(before, after, one) for one in indexes)


def _index(before: Raw | None, after: Raw | None, index: Raw) -> int:
    names = [part["AttributeName"] for part in index["KeySchema"]]
    stood, stands = (
        {name: item[name] for name in names} if item and item.keys() >= {*names} else None
        for item in (before, after)
    )
    return 0 if stood == stands else (stood is not None) + (stands is not None)


def read(items: Iterable[Raw], missing: int = 0) -> float:
    """Units of a consistent read of each of these by its key; `missing` were not there."""
    return missing + sum(max(1, ceil(size(item) / READ_UNIT)) for item in items)


def queried(items: Iterable[Raw], *, consistent: bool) -> float:
    """Units of a query that found these, of which the sizes are added up first."""
    found = max(1, ceil(sum(map(size, items)) / READ_UNIT))
    return found if consistent else found / 2
