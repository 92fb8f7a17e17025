"""Units are those that DynamoDB bills, by the examples of its documentation and its rules."""

from typing import Any

import pytest

from csms_tools.cost import units

INDEX = {"KeySchema": [{"AttributeName": "by_pk"}, {"AttributeName": "by_sk"}]}
ENTRY = {"by_pk": {"S": "a"}, "by_sk": {"S": "b"}}


def item(size: int, **more: Any) -> dict[str, Any]:
    return {"pk": {"S": "x" * (size - 2)}, **more}


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ({"S": "é"}, 2),
        ({"N": "4300"}, 2),
        ({"N": "-27.5"}, 4),
        ({"N": "1780315200"}, 5),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"B": b"abc"}, 3),
        ({"SS": ["ab", "c"]}, 3),
        ({"NS": ["1", "22"]}, 4),
        ({"M": {"a": {"S": "b"}}}, 3 + 1 + 1 + 1),
        ({"L": [{"S": "ab"}, {"S": "c"}]}, 3 + 2 + 1 + 2),
    ],
)
def test_a_value_has_its_bytes_beside_its_name(typed: dict[str, Any], size: int) -> None:
    assert units.size({"name": typed}) == 4 + size


@pytest.mark.parametrize(
    ("before", "after", "own"),
    [
        (None, item(1024), 1),
        (None, item(1025), 2),
        (item(3000), item(10), 3),
        (item(3000), None, 3),
        (None, None, 1),
    ],
)
def test_a_write_is_as_large_as_the_larger_of_before_and_after(
    before: Any, after: Any, own: int
) -> None:
    assert units.written(before, after) == (own, 0)


@pytest.mark.parametrize(
    ("before", "after", "of_index"),
    [
        (None, item(9, **ENTRY), 1),
        (item(9, **ENTRY), item(20, **ENTRY), 0),
        (item(9, **ENTRY), item(9, **ENTRY | {"by_sk": {"S": "c"}}), 2),
        (item(9, **ENTRY), None, 1),
        (None, item(9, by_pk={"S": "a"}), 0),
    ],
)
def test_an_index_takes_what_changes_in_it(before: Any, after: Any, of_index: int) -> None:
    assert units.written(before, after, [INDEX]) == (1, of_index)


def test_items_read_by_key_are_rounded_each_and_those_of_a_query_together() -> None:
    assert units.read([item(100), item(4097)], missing=1) == 1 + 2 + 1
    assert units.queried([item(100), item(3000)], consistent=True) == 1
    assert units.queried([item(5000)], consistent=False) == 1
    assert units.queried([], consistent=False) == 0.5
