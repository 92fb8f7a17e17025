"""What spoils C-11 to C-15 and C-65."""

from copy import deepcopy
from dataclasses import replace

from tests.csms_tools.certification.mutations.answers import closes, dropped, refused_with, taken
from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    Payload,
    answered,
    answered_with_an_error,
    called,
    called_by,
    never_called,
    not_answered,
    not_recorded,
    recorded,
    told,
)

LIMIT = "csChargingProfiles__chargingSchedule__chargingSchedulePeriod__0__limit"


def _rounded(payload: Payload) -> Payload:
    rounded = deepcopy(payload)
    schedule = rounded["csChargingProfiles"]["chargingSchedule"]
    for period in schedule["chargingSchedulePeriod"]:
        period["limit"] = round(period["limit"])
    return rounded


MUTATIONS: dict[str, list[Mutation]] = {
    "C-11": [
        taken(
            "heartbeat",
            "an action in any case",
            "that is none is answered by a CALLERROR",
            currentTime="2026-01-01T00:00:00Z",
        ),
        refused_with("heartbeat", "NotSupported", "known", "small letters is none"),
        answered("Authorize", "tags have a case", "is Accepted", idTagInfo__status="Invalid"),
        answered("StartTransaction", "here, too", "is Accepted", idTagInfo__status="Invalid"),
        not_recorded("transaction", "is that of the tag"),
    ],
    "C-12": [
        not_answered("BootNotification"),
        dropped("Heartbeat"),
        closes("StatusNotification"),
        called("ClearCache", "one of ours", "ClearCache is valid by the", vendorOwn=1),
    ],
    "C-13": [
        called("SetChargingProfile", "a text", "is valid by the official", **{LIMIT: "8.1"}),
        called("SetChargingProfile", "a float", "is valid by the", **{LIMIT: 8.100000000000001}),
        called_by("SetChargingProfile", "whole", "as the operator gave it", _rounded),
        never_called("SetChargingProfile"),
        told("SetChargingProfile", {"status": "Rejected"}),
    ],
    "C-14": [
        answered_with_an_error("MeterValues"),
        refused_with(
            "StopTransaction", "OccurenceConstraintViolation", "no reason", "by a CALLRESULT"
        ),
        recorded("meter_values", "Celcius is lost", "both temp", lambda found: ["21.5"]),
        recorded("transaction", "it runs", "has stopped", lambda one: replace(one, stopped=False)),
    ],
    "C-15": [
        answered("Heartbeat", "no UTC", "is the time in UTC", currentTime="2026-01-01T00:00:00Z"),
        answered_with_an_error("StartTransaction"),
        recorded(
            "transaction",
            "the offset is dropped",
            "began when it says",
            lambda one: replace(one, started_at="2026-01-01T12:00:00Z"),
        ),
    ],
    "C-65": [
        refused_with("VendorHeartbeat", "InternalError", "it breaks", "is NotImplemented"),
        closes("VendorHeartbeat"),
        taken("VendorHeartbeat", "as if known", "that is none is answered by a CALLERROR"),
        not_answered("Heartbeat"),
    ],
}
