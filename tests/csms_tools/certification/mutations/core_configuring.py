"""019, 021, 040: configuration keys."""

from tests.csms_tools.certification.mutations.core_shared import (
    carelessly,
    commanding,
)
from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    called,
    never_called,
    not_recorded,
    recorded,
    told,
)

GET, CHANGE = "GetConfiguration", "ChangeConfiguration"
AS_GIVEN = f"{CHANGE} leaves as the operator gave it"
REFUSED = "what was refused is not taken for a value"


def _known(key: str, value: str | None, expects: str) -> Mutation:
    return recorded(
        "configuration", f"{key} is {value}", expects, lambda known: known | {key: value}
    )


MUTATIONS: dict[str, list[Mutation]] = {
    "TC_019_1": [
        never_called(GET),
        *carelessly(GET),
        called(GET, "some keys", f"{GET} has no keys", key=["HeartbeatInterval"]),
        told(GET, {"configurationKey": []}),
        not_recorded("commands", f"{GET} is kept with its answer"),
        not_recorded("configuration", "all the keys are known"),
        _known("HeartbeatInterval", "60", "all the keys are known"),
        _known("VendorKeyWithoutAValue", "", "all the keys are known"),
    ],
    "TC_019_2": [
        never_called(GET),
        called(GET, "all keys", f"{GET} leaves as", key=None),
        called(GET, "more keys", f"{GET} leaves as", key=["SupportedFeatureProfiles", "More"]),
        called(GET, "a text", f"{GET} is valid", key="SupportedFeatureProfiles"),
        told(GET, {"unknownKey": ["SupportedFeatureProfiles"]}),
        not_recorded("commands", f"{GET} is kept with its answer"),
        not_recorded("configuration", "the key is known"),
        _known("SupportedFeatureProfiles", "Core", "the key is known"),
    ],
    "TC_021": [
        *commanding(CHANGE),
        *carelessly(CHANGE),
        called(CHANGE, "a number", f"{CHANGE} is valid", value=60),
        called(CHANGE, "another value", AS_GIVEN, value="61"),
        called(CHANGE, "another key", AS_GIVEN, key="HeartbeatInterval"),
        not_recorded("configuration", "the new value is known"),
        _known("MeterValueSampleInterval", "30", "the new value is known"),
    ],
    "TC_040_1": [
        *commanding(CHANGE, "Rejected"),
        called(CHANGE, "another key", AS_GIVEN, key="HeartbeatInterval"),
        _known("NoSuchKey", "any", REFUSED),
    ],
    "TC_040_2": [
        *commanding(CHANGE, "Accepted"),
        called(CHANGE, "another value", AS_GIVEN, value="1"),
        called(CHANGE, "no value", f"{CHANGE} is valid", value=None),
        _known("MeterValueSampleInterval", "-1", REFUSED),
    ],
}
