"""C-50, C-60: statuses of firmware, diagnostics and logs, whether a job is known or not."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.charge_point.schemas import schema
from csms_tools.certification.scenario import Scenario


@case("C-50", "Statuses that sound alike", Profile.TRAPS)
async def c_50_statuses_that_sound_alike(s: Scenario) -> None:
    """< GetLog, > all of LogStatusNotification and SignedFirmwareStatusNotification, < {}."""
    log = {"remoteLocation": s.settings.log_url}
    payload = {"logType": "SecurityLog", "requestId": 50, "log": log}
    await s.commanded("GetLog", payload)
    for status in _statuses("LogStatusNotification"):
        await s.charge_point.call("LogStatusNotification", {"status": status, "requestId": 50})
    for status in _statuses("SignedFirmwareStatusNotification"):
        said = {"status": status, "requestId": 51}
        await s.charge_point.call("SignedFirmwareStatusNotification", said)
    message = {"requestedMessage": "FirmwareStatusNotification"}
    await s.commanded("ExtendedTriggerMessage", message)
    await s.charge_point.call("SignedFirmwareStatusNotification", {"status": "Idle"})


@case("C-60", "Statuses of no job", Profile.TRAPS)
async def c_60_statuses_of_no_job(s: Scenario) -> None:
    """> all of FirmwareStatusNotification and DiagnosticsStatusNotification, unasked, < {}."""
    for action in ("FirmwareStatusNotification", "DiagnosticsStatusNotification"):
        for status in _statuses(action):
            await s.charge_point.call(action, {"status": status})
    await s.charge_point.call("Heartbeat")


def _statuses(action: str) -> list[str]:
    whole = schema(action)
    part = whole["properties"]["status"]
    if "$ref" in part:
        part = whole["definitions"][part["$ref"].rpartition("/")[2]]
    found: list[str] = part["enum"]
    return found
