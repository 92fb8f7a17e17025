from decimal import Decimal

import pytest

from csms.store.table import StateItem, fetch, perform, put
from csms.store.table.attributes import (
    DecimalAttribute,
    IntegerAttribute,
    IntegersAttribute,
    PackedAttribute,
    PackedTextAttribute,
    ShortAttribute,
    optional,
    set_or_remove,
)


class Counted(StateItem, discriminator="counted, for the tests"):
    counted = optional(IntegerAttribute)
    packed = PackedAttribute(default=dict)
    short = optional(ShortAttribute)
    text = optional(PackedTextAttribute)


def test_a_whole_number_stays_one() -> None:
    assert IntegerAttribute().deserialize(IntegerAttribute().serialize(2**62 + 1)) == 2**62 + 1


def test_whole_numbers_stay_what_they_are_each_once() -> None:
    numbers = {2**62 + 1, 7, -1}
    assert IntegersAttribute().deserialize(IntegersAttribute().serialize(numbers)) == numbers


def test_a_decimal_keeps_every_digit() -> None:
    number = Decimal("12345678901234567890.12345678901234567")
    assert DecimalAttribute().deserialize(DecimalAttribute().serialize(number)) == number


@pytest.mark.usefixtures("store")
def test_a_json_object_is_kept_as_it_is_in_little_room() -> None:
    item = Counted("pk", "sk")
    item.packed = {"ä": ["½", 1, None, {"b": True}], "long": "x" * 1_000_000}
    perform(put(item))
    (kept,) = fetch(Counted("pk", "sk"))
    assert kept
    assert kept.packed == item.packed


@pytest.mark.usefixtures("store")
def test_what_is_short_is_kept_as_it_is_in_less_room_and_read_as_older_versions_kept_it() -> None:
    item = Counted("pk", "sk")
    item.short, item.text = {"chargePointVendor": "Ä", "n": [1]}, '[2,"7","Heartbeat",{}]'
    perform(put(item))
    (kept,) = fetch(Counted("pk", "sk"))
    assert kept
    assert (kept.short, kept.text) == (item.short, item.text)
    old = item.serialize() | {"short": {"S": '{"n": 1}'}, "text": {"S": "[]"}}
    read = Counted.from_raw_data(old)
    assert (read.short, read.text) == ({"n": 1}, "[]")


def test_an_item_may_lack_what_is_optional() -> None:
    assert Counted("pk", "sk").counted is None
    assert "counted" not in Counted("pk", "sk").serialize()


def test_what_has_no_value_is_removed() -> None:
    assert type(set_or_remove(Counted.counted, None)).__name__ == "RemoveAction"
    assert type(set_or_remove(Counted.counted, 5)).__name__ == "SetAction"
