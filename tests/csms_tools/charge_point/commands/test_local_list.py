from csms_tools.charge_point import ChargePoint
from tests.csms_tools.charge_point.central import ACCEPTED, Central


async def send(central: Central, version: int, kind: str, *tags: str) -> str:
    entries = [{"idTag": tag, "idTagInfo": ACCEPTED} for tag in tags]
    answer = await central.command(
        "SendLocalList", listVersion=version, updateType=kind, localAuthorizationList=entries
    )
    return str(answer["status"])


async def version(central: Central) -> int:
    return int((await central.command("GetLocalListVersion"))["listVersion"])


async def test_a_list_grows_with_its_version(cp: ChargePoint, central: Central) -> None:
    assert await version(central) == 0
    assert await send(central, 3, "Full", "TAG1") == "Accepted"
    assert await send(central, 4, "Differential", "TAG2") == "Accepted"
    assert await send(central, 4, "Differential", "TAG3") == "VersionMismatch"
    assert await version(central) == 4
    assert len(cp.local_list) == 2


async def test_a_list_may_be_left_out_of_its_message(cp: ChargePoint, central: Central) -> None:
    await send(central, 1, "Full", "TAG1")
    empty = {"listVersion": 2, "updateType": "Full"}
    assert await central.command("SendLocalList", **empty) == {"status": "Accepted"}
    assert await version(central) == 0


async def test_the_limit_of_a_message_is_kept(cp: ChargePoint, central: Central) -> None:
    cp.configuration["SendLocalListMaxLength"] = "2"
    assert await send(central, 1, "Full", "A", "B", "C") == "Failed"


async def test_the_limit_of_the_list_is_kept(cp: ChargePoint, central: Central) -> None:
    cp.configuration["LocalAuthListMaxLength"] = "2"
    assert await send(central, 1, "Full", "A", "B", "C") == "Failed"
