"""079, 080, 081: a security log goes out, signed firmware comes in."""

import secrets

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.security.steps import (
    disconnected,
    event_acknowledged,
    event_recorded,
)
from csms_tools.certification.cases.states import booted
from csms_tools.certification.charge_point import certificates
from csms_tools.certification.charge_point.keys import (
    Authority,
    Key,
    new_key,
    pem,
    signature,
)
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.scenario import Scenario, now

FIRMWARE = b"strict 2.0\n" * 1000


@case("TC_079", "Security log", Profile.SECURITY)
async def tc_079_security_log(s: Scenario) -> None:
    """< GetLog SecurityLog / Accepted, > LogStatusNotification Uploading, > Uploaded."""
    request_id = _request_id()
    log = {"remoteLocation": s.settings.log_url}
    payload = {"logType": "SecurityLog", "requestId": request_id, "log": log}
    accepted = {"status": "Accepted", "filename": "security.log"}
    sent = await s.commanded("GetLog", payload, accepted)
    location = sent["log"]["remoteLocation"]
    s.must(location == s.settings.log_url, "remoteLocation is the configured one", location)
    for status in ("Uploading", "Uploaded"):
        notified = {"status": status, "requestId": request_id}
        await s.charge_point.call("LogStatusNotification", notified)
    await _recorded(s, request_id, s.settings.log_url, "Uploaded", "the log")


@case("TC_080", "Secure firmware update", Profile.SECURITY)
async def tc_080_secure_firmware_update(s: Scenario) -> None:
    """< SignedUpdateFirmware, > Downloading to InstallRebooting, > Boot, > Event, > Installed."""
    key = new_key(s.settings.key_type)
    request_id, firmware = await _ordered(s, key, signature(key, FIRMWARE))
    shown = certificates.read(firmware["signingCertificate"])
    genuine = certificates.is_signature(shown[0], firmware["signature"], FIRMWARE)
    s.must(genuine, "the signature is that of the file, by the key of the certificate", firmware)
    statuses = ("Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting")
    for status in statuses:
        await _notified(s, request_id, status)
    await disconnected(s)
    await s.charge_point.connect()
    await booted(s)
    await event_acknowledged(s, "FirmwareUpdated")
    await _notified(s, request_id, "Installed")
    await event_recorded(s, "FirmwareUpdated")
    await _recorded(s, request_id, s.settings.firmware_url, "Installed", "the update")


@case("TC_081", "Secure firmware update, invalid signature", Profile.SECURITY)
async def tc_081_invalid_signature(s: Scenario) -> None:
    """< SignedUpdateFirmware / Accepted, > Downloading, > Downloaded, > InvalidSignature."""
    key = new_key(s.settings.key_type)
    bad = signature(new_key(s.settings.key_type), FIRMWARE)
    request_id, firmware = await _ordered(s, key, bad)
    shown = certificates.read(firmware["signingCertificate"])
    genuine = certificates.is_signature(shown[0], firmware["signature"], FIRMWARE)
    s.must(not genuine, "the bad signature goes out as the operator gave it", firmware)
    for status in ("Downloading", "Downloaded", "InvalidSignature"):
        await _notified(s, request_id, status)
    await _recorded(s, request_id, s.settings.firmware_url, "InvalidSignature", "the update")


async def _ordered(s: Scenario, key: Key, signed: str) -> tuple[int, Payload]:
    """The operator orders an update; its number, and the firmware as it was named."""
    manufacturer = Authority.new("csms certify manufacturer", s.settings.key_type)
    request_id = _request_id()
    given = {
        "location": s.settings.firmware_url,
        "retrieveDateTime": now(),
        "signingCertificate": pem(manufacturer.issue(key, "csms certify firmware")),
        "signature": signed,
    }
    payload = {"requestId": request_id, "firmware": given}
    sent = await s.commanded("SignedUpdateFirmware", payload)
    return request_id, sent["firmware"]


async def _notified(s: Scenario, request_id: int, status: str) -> None:
    payload = {"status": status, "requestId": request_id}
    await s.charge_point.call("SignedFirmwareStatusNotification", payload)


async def _recorded(s: Scenario, request_id: int, location: str, progress: str, what: str) -> None:
    await s.recorded(
        f"{what} is recorded as ended, {progress}",
        lambda records: records.transfer(s.charge_point.id, request_id),
        lambda one: one and one.ended and (one.location, one.progress) == (location, progress),
    )


def _request_id() -> int:
    return secrets.randbelow(1_000_000_000) + 1
