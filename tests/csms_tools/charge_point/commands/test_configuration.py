from csms_tools.charge_point import ChargePoint, Settings
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make


async def test_all_of_the_configuration_is_read_at_once(make: Make, central: Central) -> None:
    cp = make(Settings(connectors=3), registered=True)
    await cp.connect()
    answer = await central.command("GetConfiguration")
    values = {entry["key"]: entry.get("value") for entry in answer["configurationKey"]}
    assert values["NumberOfConnectors"] == "3"
    assert values["SupportedFeatureProfiles"].startswith("Core,FirmwareManagement,")
    assert values["AuthorizationKey"] is None
    assert "unknownKey" not in answer


async def test_one_key_is_read_and_an_unknown_one_named(cp: ChargePoint, central: Central) -> None:
    answer = await central.command("GetConfiguration", key=["NumberOfConnectors", "Nonsense"])
    assert [entry["key"] for entry in answer["configurationKey"]] == ["NumberOfConnectors"]
    assert answer["unknownKey"] == ["Nonsense"]


async def test_more_keys_than_agreed_are_a_violation(cp: ChargePoint, central: Central) -> None:
    answer = await central.command_raw("GetConfiguration", {"key": ["x"] * 51})
    assert isinstance(answer, list)
    assert answer[0] == "OccurenceConstraintViolation"


async def test_a_change_is_there_when_it_is_read(cp: ChargePoint, central: Central) -> None:
    await central.command("ChangeConfiguration", key="MeterValueSampleInterval", value="17")
    answer = await central.command("GetConfiguration", key=["MeterValueSampleInterval"])
    assert answer["configurationKey"][0]["value"] == "17"


async def test_a_rejected_password_changes_nothing(make: Make, central: Central) -> None:
    cp = make(registered=True, access={"password": b"0123456789abcdef"})
    await cp.connect()
    change = {"key": "AuthorizationKey", "value": "too short"}
    assert await central.command("ChangeConfiguration", **change) == {"status": "Rejected"}
    assert cp.access.password == b"0123456789abcdef"
