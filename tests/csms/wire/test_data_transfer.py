from decimal import Decimal

from csms.wire.data_transfer import DataTransfer
from csms.wire.validation import validated
from tests.support import NOON


def test_what_stands_for_something_else_is_never_cut() -> None:
    said = {"vendorId": 256 * "x", "messageId": 51 * "y", "data": {"a": [1, Decimal("0.5")]}}
    read = validated(DataTransfer, said, lenient=True, at=NOON)
    assert (read.vendor_id, read.message_id) == (256 * "x", 51 * "y")
    assert read.data == '{"a":[1,0.5]}'
