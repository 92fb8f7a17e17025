"""The 26 actions that a central system may ask for, in files by feature profile.

A command decides at once and says what follows (`Answer.then`); nothing that takes time or sends
a frame happens before its answer is out (C-5, C-57).
"""

from collections.abc import Callable
from typing import Any

from ocpp.v16.enums import RegistrationStatus

from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.commands import (
    availability,
    certificates,
    configuration,
    firmware,
    local_list,
    logs,
    misc,
    remote,
    remote_trigger,
    reservation,
    smart_charging,
)
from csms_tools.charge_point.conversation import schemas
from csms_tools.charge_point.conversation.answers import Answer, Declined
from csms_tools.charge_point.conversation.payloads import request

COMMANDS: dict[str, Callable[[Body, Any], Answer]] = {
    "CancelReservation": reservation.cancel_reservation,
    "CertificateSigned": certificates.certificate_signed,
    "ChangeAvailability": availability.change_availability,
    "ChangeConfiguration": configuration.change_configuration,
    "ClearCache": misc.clear_cache,
    "ClearChargingProfile": smart_charging.clear_charging_profile,
    "DataTransfer": misc.data_transfer,
    "DeleteCertificate": certificates.delete_certificate,
    "ExtendedTriggerMessage": remote_trigger.extended_trigger_message,
    "GetCompositeSchedule": smart_charging.get_composite_schedule,
    "GetConfiguration": configuration.get_configuration,
    "GetDiagnostics": logs.get_diagnostics,
    "GetInstalledCertificateIds": certificates.get_installed_certificate_ids,
    "GetLocalListVersion": local_list.get_local_list_version,
    "GetLog": logs.get_log,
    "InstallCertificate": certificates.install_certificate,
    "RemoteStartTransaction": remote.remote_start_transaction,
    "RemoteStopTransaction": remote.remote_stop_transaction,
    "ReserveNow": reservation.reserve_now,
    "Reset": misc.reset,
    "SendLocalList": local_list.send_local_list,
    "SetChargingProfile": smart_charging.set_charging_profile,
    "SignedUpdateFirmware": firmware.signed_update_firmware,
    "TriggerMessage": remote_trigger.trigger_message,
    "UnlockConnector": availability.unlock_connector,
    "UpdateFirmware": firmware.update_firmware,
}

# Actions of a feature profile that have no status of their own to say that it is missing.
NEEDS = {
    "CancelReservation": "Reservation",
    "ClearChargingProfile": "SmartCharging",
    "GetCompositeSchedule": "SmartCharging",
    "GetDiagnostics": "FirmwareManagement",
    "ReserveNow": "Reservation",
    "TriggerMessage": "RemoteTrigger",
    "UpdateFirmware": "FirmwareManagement",
}


def respond(cp: Body, action: str, payload: dict[str, Any]) -> Answer | None:
    if cp.registration == RegistrationStatus.rejected:
        return None  # §4.2.2: it must not answer, and may not be asked
    command = COMMANDS.get(action)
    if command is None:
        known = action in schemas.actions()
        raise Declined("NotSupported" if known else "NotImplemented", f"{action} is not for me")
    if NEEDS.get(action, "Core") not in cp.settings.features:
        raise Declined("NotSupported", f"{NEEDS[action]} is missing")
    return command(cp, request(action, payload))
