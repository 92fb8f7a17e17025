import pytest

from csms_tools.charge_point import ChargePoint, IdTagInfo
from tests.csms_tools.charge_point.central import Central


async def test_a_cleared_cache_knows_nobody(cp: ChargePoint, central: Central) -> None:
    await cp.authorize("TAG1")
    assert cp.cached("TAG1") == IdTagInfo("Accepted")
    assert await central.command("ClearCache") == {"status": "Accepted"}
    assert cp.cached("TAG1") is None


async def test_without_a_cache_there_is_nothing_to_clear(cp: ChargePoint, central: Central) -> None:
    cp.configuration["AuthorizationCacheEnabled"] = "false"
    await cp.authorize("TAG1")
    assert len(cp.cache) == 0
    assert await central.command("ClearCache") == {"status": "Rejected"}


@pytest.mark.parametrize(
    ("vendor", "message", "answer"),
    [
        ("Somebody", None, {"status": "UnknownVendorId"}),
        ("serverless", "Nonsense", {"status": "UnknownMessageId"}),
        ("Serverless", "Echo", {"status": "Accepted", "data": "hello"}),
    ],
)
async def test_data_is_taken_from_its_own_vendor(
    cp: ChargePoint,
    central: Central,
    vendor: str,
    message: str | None,
    answer: dict[str, str],
) -> None:
    members = {} if message is None else {"messageId": message}
    got = await central.command("DataTransfer", vendorId=vendor, data="hello", **members)
    assert got == answer


async def test_data_can_be_sent_too(cp: ChargePoint, central: Central) -> None:
    assert await cp.data_transfer("Vendor", data="x") == {"status": "Accepted"}
    assert central.said("DataTransfer") == [{"vendorId": "Vendor", "data": "x"}]
