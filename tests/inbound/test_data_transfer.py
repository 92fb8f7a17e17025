import pytest

from tests.conftest import Says


@pytest.mark.parametrize(
    "said",
    [{"vendorId": "com.example"}, {"vendorId": "com.example", "messageId": "m", "data": "{}"}],
)
def test_no_vendor_is_known(said: dict[str, str], says: Says) -> None:
    assert says("DataTransfer", said) == [3, "unique-1", {"status": "UnknownVendorId"}]
