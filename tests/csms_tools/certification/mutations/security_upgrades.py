"""What spoils 079 to 083: logs, signed firmware, and rising; and how each says so."""

from dataclasses import replace
from typing import Any

from csms_tools.certification.charge_point.transport import Closed, Handshake
from tests.csms_tools.certification.mutations.handshakes import (
    TheTime,
    admitted,
    by_password,
    not_opened,
)
from tests.csms_tools.certification.mutations.mutation import (
    Frame,
    Mutation,
    another_call,
    answered,
    called,
    late_call,
    never_called,
    not_answered,
    not_recorded,
    recorded,
    told,
)

AS_GIVEN = "leaves as the operator gave it"
UPDATE, UPDATED = "SignedUpdateFirmware", "SignedFirmwareStatusNotification"


def of_transfer(name: str, expects: str, **members: Any) -> Mutation:
    return recorded("transfer", name, expects, lambda found: found and replace(found, **members))


def of_update(member: str, value: str) -> Mutation:
    return called(UPDATE, f"another {member}", AS_GIVEN, **{f"firmware__{member}": value})


def cut_off_before(action: str) -> Mutation:
    """The CSMS closes the connection in the place of its CALL."""

    def cut(named: str, frame: Frame) -> list[Frame]:
        if (frame[0], named) == (2, action):
            raise Closed(1000, "changed")
        return [frame]

    return Mutation(f"it is cut off before {action}", "the connection stays open", frames=cut)


def over_plain(asked: Handshake) -> bool:
    return asked.url.startswith("ws:")


def over_tls_by_password(asked: Handshake) -> bool:
    return asked.url.startswith("wss:") and by_password(asked)


def rises_over_tls(asked: Handshake) -> bool:
    return asked.url.endswith("-2") and over_tls_by_password(asked)


def by_certificate(asked: Handshake) -> bool:
    return asked.tls.certificate is not None


MUTATIONS: dict[str, list[Mutation]] = {
    "TC_079": [
        never_called("GetLog"),
        called("GetLog", "another location", AS_GIVEN, log__remoteLocation="ftp://elsewhere"),
        called("GetLog", "another log", AS_GIVEN, logType="DiagnosticsLog"),
        told("GetLog", {"status": "Rejected"}),
        not_answered("LogStatusNotification"),
        answered("LogStatusNotification", "more than asked", "is valid", status="Accepted"),
        another_call("LogStatusNotification"),
        not_recorded("transfer", "the log is recorded as ended, Uploaded"),
        of_transfer("it goes on", "recorded as ended", ended=False),
        of_transfer("another location", "recorded as ended", location="ftp://elsewhere"),
    ],
    "TC_080": [
        never_called(UPDATE),
        of_update("location", "https://elsewhere"),
        of_update("signature", "AAAA"),
        of_update("signingCertificate", "-----BEGIN CERTIFICATE-----"),
        told(UPDATE, {"status": "Rejected"}),
        not_answered(UPDATED),
        another_call(UPDATED),
        answered("BootNotification", "rejected", "BootNotification is Accepted", status="Rejected"),
        not_opened("who reboots", "the connection is opened", TheTime(2)),
        not_answered("SecurityEventNotification"),
        not_recorded("security_events", "FirmwareUpdated is recorded"),
        not_recorded("transfer", "the update is recorded as ended, Installed"),
        of_transfer("before", "the update is recorded as ended", progress="InstallRebooting"),
    ],
    "TC_081": [
        never_called(UPDATE),
        of_update("signature", "AAAA"),
        of_update("location", "https://elsewhere"),
        told(UPDATE, {"status": "InvalidCertificate"}),
        not_answered(UPDATED),
        another_call(UPDATED),
        not_recorded("transfer", "the update is recorded as ended, InvalidSignature"),
        of_transfer("it goes on", "recorded as ended", ended=False),
    ],
    "TC_083": [
        admitted("profile 1", "security profile 1 is refused once 2 is used", over_plain),
        admitted("profile 2", "security profile 2 is refused once 3", over_tls_by_password),
        not_opened("profile 2", "security profile 2 opens the connection", rises_over_tls),
        not_opened("profile 3", "security profile 3 opens the connection", by_certificate),
        not_opened("who comes again", "security profile 2 opens it again", TheTime(4)),
        called("ChangeConfiguration", "another profile", AS_GIVEN, value="0"),
        called("Reset", "softly", AS_GIVEN, type="Soft"),
        never_called("Reset"),
        late_call("Heartbeat", 1),
        cut_off_before("Reset"),
        never_called("InstallCertificate"),
        never_called("CertificateSigned"),
        another_call("StatusNotification"),
        told("ChangeConfiguration", {"status": "Rejected"}),
        answered("BootNotification", "rejected", "BootNotification is Accepted", status="Rejected"),
        recorded("security_profile", "1", "recorded at security profile 2", lambda _: 1),
        not_recorded("security_events", "the refusal is recorded"),
    ],
}
