"""017, 018, 030, 031: an operator unlocks connectors."""

from tests.csms_tools.certification.mutations.core_shared import (
    carelessly,
    commanding,
    connector,
    running,
    stopping,
)
from tests.csms_tools.certification.mutations.mutation import Mutation, called, not_answered

UNLOCK = "UnlockConnector"
ANOTHER = called(UNLOCK, "another connector", f"{UNLOCK} leaves as", connectorId=2)
NONE = called(UNLOCK, "no connector", f"{UNLOCK} is valid", connectorId=None)

MUTATIONS: dict[str, list[Mutation]] = {
    "TC_017_1": [*commanding(UNLOCK, "UnlockFailed"), *carelessly(UNLOCK), ANOTHER, NONE],
    "TC_017_2": [*commanding(UNLOCK, "Unlocked"), ANOTHER],
    "TC_018_1": [
        *commanding(UNLOCK, "NotSupported"),
        ANOTHER,
        not_answered("StopTransaction"),
        running()[-1],
        *stopping("UnlockCommand"),
        connector("Available", "Charging"),
    ],
    "TC_030": [*commanding(UNLOCK, "Unlocked"), ANOTHER],
    "TC_031": [*commanding(UNLOCK, "UnlockFailed"), ANOTHER],
}
