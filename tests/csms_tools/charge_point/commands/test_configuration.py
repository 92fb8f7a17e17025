import base64

import pytest

from csms_tools.charge_point import ChargePoint, Quirk, Settings
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make
from tests.csms_tools.charge_point.patience import settled


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


KEY = "30" * 16


@pytest.mark.parametrize(
    ("quirks", "shown"),
    [
        (frozenset[Quirk](), None),
        (frozenset({Quirk.KEY_AT_ONCE}), b"0" * 16),
        (frozenset({Quirk.KEY_AT_ONCE, Quirk.KEY_AS_TEXT}), KEY.encode()),
    ],
    ids=["not", "at once", "as text"],
)
async def test_at_security_profile_0_a_key_is_kept_and_by_some_shown(
    make: Make, central: Central, quirks: frozenset[Quirk], shown: bytes | None
) -> None:
    cp = make(Settings(quirks=quirks), registered=True)
    await cp.connect()
    await central.command("ChangeConfiguration", key="AuthorizationKey", value=KEY)
    await settled()
    await cp.reconnect()
    header = central.headers[-1].get("Authorization", "").removeprefix("Basic ")
    assert base64.b64decode(header) == (b"" if shown is None else b"CP1:" + shown)
    assert cp.configuration.text("SecurityProfile") == "0"


@pytest.mark.parametrize("at_once", [False, True])
async def test_a_higher_security_profile_comes_with_the_reset_or_at_once(
    make: Make, central: Central, at_once: bool
) -> None:
    quirks = frozenset({Quirk.UPGRADE_AT_ONCE}) if at_once else frozenset[Quirk]()
    cp = make(Settings(quirks=quirks))
    await cp.connect()
    await cp.start_up()
    for key, value in (("AuthorizationKey", KEY), ("SecurityProfile", "1")):
        change = {"key": key, "value": value}
        assert await central.command("ChangeConfiguration", **change) == {"status": "Accepted"}
    await settled()
    assert ("Authorization" in central.headers[-1]) is at_once
    if not at_once:
        await central.command("Reset", type="Soft")
        await central.heard("BootNotification", 2)
        assert "Authorization" in central.headers[-1]
    await settled()
    assert cp.access.security_profile == 1
    assert cp.fallback is None
