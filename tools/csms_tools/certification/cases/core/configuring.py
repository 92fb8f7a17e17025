"""019, 021, 040: an operator reads and sets configuration keys."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.core.recorded import command_shown, commanded
from csms_tools.certification.cases.core.standard_keys import FEATURES, standard_keys
from csms_tools.certification.scenario import Scenario

INTERVAL = "MeterValueSampleInterval"


@case("TC_019_1", "Read all configuration keys", Profile.CORE)
async def tc_019_1_read_all(s: Scenario) -> None:
    """< GetConfiguration without keys / all the standard keys."""
    keys = standard_keys(s.settings.number_of_connectors)
    said = {"configurationKey": keys}
    own = s.site.operator.read_configuration(s.charge_point.id)
    what = "asks for all configuration keys"
    sent = await s.operated("GetConfiguration", own, what, said, instead={})
    s.must(not sent.get("key"), "GetConfiguration has no keys", sent)
    await command_shown(s, "GetConfiguration", {}, said)
    await s.recorded(
        "all the keys are known, with their values",
        lambda records: records.configuration(s.charge_point.id),
        lambda known: known == {one["key"]: one.get("value") for one in keys},
    )


@case("TC_019_2", "Read one configuration key", Profile.CORE)
async def tc_019_2_read_one(s: Scenario) -> None:
    """< GetConfiguration of SupportedFeatureProfiles / its value."""
    key = {"key": "SupportedFeatureProfiles", "readonly": True, "value": FEATURES}
    asked = {"key": ["SupportedFeatureProfiles"]}
    await commanded(s, "GetConfiguration", asked, {"configurationKey": [key]})
    await s.recorded(
        "the key is known, with its value",
        lambda records: records.configuration(s.charge_point.id),
        lambda known: known == {"SupportedFeatureProfiles": FEATURES},
    )


@case("TC_021", "Change a configuration key", Profile.CORE)
async def tc_021_change(s: Scenario) -> None:
    """< ChangeConfiguration of MeterValueSampleInterval to 60 / Accepted."""
    await commanded(s, "ChangeConfiguration", {"key": INTERVAL, "value": "60"})
    await s.recorded(
        "the new value is known",
        lambda records: records.configuration(s.charge_point.id),
        lambda known: known == {INTERVAL: "60"},
    )


@case("TC_040_1", "Configuration key that is not supported", Profile.CORE)
async def tc_040_1_key_not_supported(s: Scenario) -> None:
    """< ChangeConfiguration of any key / NotSupported."""
    change = {"key": "NoSuchKey", "value": "any"}
    await commanded(s, "ChangeConfiguration", change, {"status": "NotSupported"})
    await _no_value_is_known(s)


@case("TC_040_2", "Configuration value that is invalid", Profile.CORE)
async def tc_040_2_value_invalid(s: Scenario) -> None:
    """< ChangeConfiguration of MeterValueSampleInterval to -1 / Rejected."""
    change = {"key": INTERVAL, "value": "-1"}
    await commanded(s, "ChangeConfiguration", change, {"status": "Rejected"})
    await _no_value_is_known(s)


async def _no_value_is_known(s: Scenario) -> None:
    await s.recorded(
        "what was refused is not taken for a value",
        lambda records: records.configuration(s.charge_point.id),
        lambda known: known == {},
    )
