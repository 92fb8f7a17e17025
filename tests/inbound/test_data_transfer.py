from typing import Any

import pytest

from tests.conftest import Says


@pytest.mark.parametrize(
    "said",
    [
        {"vendorId": "com.example"},
        {"vendorId": "com.example", "messageId": "m", "data": "{}"},
        {"vendorId": 256 * "x", "messageId": 51 * "x", "data": {"a": [1, 0.5]}},
        {"vendorId": 17, "messageId": None, "data": ""},
    ],
)
def test_no_vendor_is_known(said: dict[str, Any], says: Says) -> None:
    assert says("DataTransfer", said) == [3, "unique-1", {"status": "UnknownVendorId"}]


@pytest.mark.parametrize("said", [{}, {"vendorId": None, "data": "{}"}])
def test_without_a_vendor_it_is_refused(said: dict[str, Any], says: Says) -> None:
    answer = says("DataTransfer", said)
    assert answer
    assert answer[:3] == [4, "unique-1", "OccurenceConstraintViolation"]
