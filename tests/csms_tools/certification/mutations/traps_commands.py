"""What spoils C-49 to C-53, C-56, C-57, C-59 and C-60."""

from dataclasses import replace

from csms_tools.certification.operator.records.reservation import State
from tests.csms_tools.certification.mutations.mutation import (
    Frame,
    Mutation,
    Payload,
    answered_with_an_error,
    called,
    called_by,
    never_called,
    not_answered,
    recorded,
    told,
)

EVERY_ENTRY = "localAuthorizationList"


def told_an_error(action: str, code: str, expects: str) -> Mutation:
    return Mutation(
        f"the operator is told {code}",
        expects,
        outcome=lambda named, outcome: (
            replace(outcome, response=None, error=code) if named == action else outcome
        ),
    )


def sent_again(action: str) -> Mutation:
    """Of its own accord, with an id of its own, behind what is said next."""
    kept: list[Frame] = []

    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if (frame[0], named) == (2, action):
            kept.append([2, f"extra-{len(kept)}", *frame[2:]])
            return [frame, kept[-1]]
        return [frame]

    return Mutation("it is sent again", "one CALL is open at a time", frames=spoiled)


def _null_info(payload: Payload) -> Payload:
    entries = [{"idTagInfo": None} | entry for entry in payload[EVERY_ENTRY]]
    return payload | {EVERY_ENTRY: entries}


def _bare(payload: Payload) -> Payload:
    entries = [{"idTag": entry["idTag"]} for entry in payload[EVERY_ENTRY]]
    return payload | {EVERY_ENTRY: entries}


def _all_keys(payload: Payload) -> Payload:
    return payload or {"key": ["GetConfigurationMaxKeys"]}


MUTATIONS: dict[str, list[Mutation]] = {
    "C-49": [
        told_an_error("UpdateFirmware", "Disconnected", "is told NotSupported of UpdateFirmware"),
        answered_with_an_error("SignedFirmwareStatusNotification"),
        never_called("ClearCache"),
    ],
    "C-50": [
        answered_with_an_error("LogStatusNotification"),
        answered_with_an_error("SignedFirmwareStatusNotification"),
        called("GetLog", "a number as text", "GetLog is valid by", requestId="50"),
        told("ExtendedTriggerMessage", {"status": "Rejected"}),
    ],
    "C-51": [
        sent_again("SendLocalList"),
        called("SendLocalList", "version 0", "as the operator gave it", listVersion=0),
        told("SendLocalList", {"status": "Accepted"}),
        told_an_error("GetLocalListVersion", "Failed", "told the answer to GetLocalListVersion"),
    ],
    "C-52": [
        called_by("SendLocalList", "null", "SendLocalList is valid by", _null_info),
        called_by("SendLocalList", "no idTagInfo", "as the operator gave it", _bare),
        never_called("SendLocalList"),
        told("SendLocalList", {"status": "NotSupported"}),
    ],
    "C-53": [
        recorded(
            "reservation",
            "guessed",
            "a start without a reservation uses none",
            lambda one: replace(one, state=State.USED, transaction_id=1),
        ),
        called("ReserveNow", "no tag", "ReserveNow is valid by", idTag=None),
        answered_with_an_error("StartTransaction"),
    ],
    "C-56": [
        told_an_error("ClearChargingProfile", "Failed", "the answer to ClearChargingProfile"),
        called("ClearChargingProfile", "more", "as the operator gave it", stackLevel=0),
        called("GetCompositeSchedule", "no unit", "as the operator", chargingRateUnit=None),
        told("GetCompositeSchedule", {"status": "Rejected"}),
    ],
    "C-57": [
        called("TriggerMessage", "one connector", "as the operator gave it", connectorId=1),
        called_by(
            "TriggerMessage",
            "null",
            "TriggerMessage is valid by",
            lambda sent: sent | {"connectorId": None},
        ),
        not_answered("StatusNotification"),
        answered_with_an_error("DiagnosticsStatusNotification"),
        told("TriggerMessage", {"status": "NotImplemented"}),
    ],
    "C-59": [
        called_by("GetConfiguration", "expanded", "as the operator gave it", _all_keys),
        told_an_error("GetConfiguration", "Failed", "told the answer to GetConfiguration"),
        called("ChangeConfiguration", "cut", "as the operator gave it", value="x"),
        never_called("ChangeConfiguration"),
    ],
    "C-60": [
        answered_with_an_error("FirmwareStatusNotification"),
        answered_with_an_error("DiagnosticsStatusNotification"),
        not_answered("FirmwareStatusNotification"),
    ],
}
