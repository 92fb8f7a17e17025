from decimal import Decimal

from csms.store.attributes import DecimalAttribute, IntegerAttribute, optional, set_or_remove
from csms.store.table import StateItem


class Counted(StateItem, discriminator="counted, for the tests"):
    counted = optional(IntegerAttribute)


def test_a_whole_number_stays_one() -> None:
    assert IntegerAttribute().deserialize(IntegerAttribute().serialize(2**62 + 1)) == 2**62 + 1


def test_a_decimal_keeps_every_digit() -> None:
    number = Decimal("12345678901234567890.12345678901234567")
    assert DecimalAttribute().deserialize(DecimalAttribute().serialize(number)) == number


def test_an_item_may_lack_what_is_optional() -> None:
    assert Counted("pk", "sk").counted is None
    assert "counted" not in Counted("pk", "sk").serialize()


def test_what_has_no_value_is_removed() -> None:
    assert type(set_or_remove(Counted.counted, None)).__name__ == "RemoveAction"
    assert type(set_or_remove(Counted.counted, 5)).__name__ == "SetAction"
