import pytest

from csms_tools.charge_point.domain.configuration import Configuration


@pytest.fixture
def configuration() -> Configuration:
    return Configuration(["LocalAuthListManagement"], {"NumberOfConnectors": "2"})


@pytest.mark.parametrize(
    ("key", "value", "answer"),
    [
        ("MeterValueSampleInterval", "60", "Accepted"),
        ("metervaluesampleinterval", "60", "Accepted"),
        ("MeterValueSampleInterval", "-1", "Rejected"),
        ("NumberOfConnectors", "3", "Rejected"),
        ("WebSocketPingInterval", "30", "RebootRequired"),
        ("AuthorizationKey", "00" * 16, "Accepted"),
        ("NoSuchKey", "1", "NotSupported"),
        ("ChargeProfileMaxStackLevel", "1", "NotSupported"),
        ("LocalAuthListEnabled", "false", "Accepted"),
    ],
)
def test_a_change_is_answered_by_what_the_key_is(
    configuration: Configuration, key: str, value: str, answer: str
) -> None:
    assert configuration.change(key, value) == answer


def test_a_changed_value_is_there_at_once(configuration: Configuration) -> None:
    configuration.change("heartbeatINTERVAL", "17")
    configuration.change("LocalPreAuthorize", "TRUE")
    configuration.change("MeterValuesSampledData", " SoC , Voltage")
    assert configuration.number("HeartbeatInterval") == 17
    assert configuration.flag("LocalPreAuthorize")
    assert configuration.items("MeterValuesSampledData") == ["SoC", "Voltage"]


def test_what_needs_a_reboot_comes_with_it(configuration: Configuration) -> None:
    configuration.change("WebSocketPingInterval", "30")
    assert configuration.number("WebSocketPingInterval") == 0
    configuration.reboot()
    assert configuration.number("WebSocketPingInterval") == 30


def test_all_keys_are_listed_when_none_is_named(configuration: Configuration) -> None:
    listing = configuration.listing()
    names = [entry["key"] for entry in listing.known]
    assert {"key": "NumberOfConnectors", "readonly": True, "value": "2"} in listing.known
    assert "LocalAuthListEnabled" in names
    assert "ChargeProfileMaxStackLevel" not in names
    assert listing.unknown == []


def test_named_keys_are_listed_and_unknown_ones_named(configuration: Configuration) -> None:
    listing = configuration.listing(["heartbeatinterval", "NoSuchKey"])
    assert listing.known == [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}]
    assert listing.unknown == ["NoSuchKey"]


def test_a_write_only_key_never_shows_its_value(configuration: Configuration) -> None:
    configuration.change("AuthorizationKey", "ab" * 20)
    listing = configuration.listing(["AuthorizationKey"])
    assert listing.known == [{"key": "AuthorizationKey", "readonly": False}]


def test_a_charge_point_cannot_be_built_with_keys_that_do_not_exist() -> None:
    with pytest.raises(KeyError):
        Configuration([], {"NoSuchKey": "1"})
