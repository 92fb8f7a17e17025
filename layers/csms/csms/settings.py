"""What the template's parameters say, read from the function's environment at every call."""

import os
from datetime import datetime, timedelta

LONGEST_HEARTBEAT_INTERVAL = 300
"""Seconds: API Gateway cuts a connection that is idle for ten minutes."""


def heartbeat_interval() -> int:
    return int(os.environ["HEARTBEAT_INTERVAL"])


def heartbeat_jitter() -> int:
    """By how many percent the interval may be shorter for one charge point than for another."""
    return int(os.environ["HEARTBEAT_JITTER"])


def lenient() -> bool:
    return os.environ["VALIDATION"] == "Lenient"


def closes_what_cannot_run() -> bool:
    """Whether a transaction that cannot be running is closed, or only told of."""
    return os.environ["IMPOSSIBLE_TRANSACTIONS"] == "Close"


def minimum_security_profile() -> int:
    return int(os.environ["MINIMUM_SECURITY_PROFILE"])


def onboarding() -> bool:
    """Whether strangers may be taken in, as Pending."""
    return os.environ["UNKNOWN_CHARGE_POINTS"] == "Pending"


def onboarding_hash() -> str | None:
    """What strangers may know to be taken in; None if they are refused."""
    return os.environ["ONBOARDING_PASSWORD_HASH"] or None if onboarding() else None


def certificates() -> bool:
    """Whether the edge verifies client certificates; else it says nothing true of them."""
    return os.environ["CLIENT_CERTIFICATES"] == "true"


def certificate_authority() -> str | None:
    """Where its document is; None if certificates are not signed here."""
    return os.environ["CERTIFICATE_AUTHORITY"] or None


def server_certificates() -> list[str]:
    """Where those of the hosts that charge points connect to are."""
    return [line for line in os.environ["SERVER_CERTIFICATES"].split("\n") if line]


def firmware_signer() -> str | None:
    """Where the document of the keys that sign firmware is; None if none does."""
    return os.environ["FIRMWARE_SIGNER"] or None


def rsa_pss() -> bool:
    """Which of the two signatures of RSA the authority makes (C-46)."""
    return os.environ["RSA_SIGNATURE"] == "RSA-PSS"


def certificate_lifetime() -> timedelta:
    return timedelta(days=int(os.environ["CERTIFICATE_LIFETIME_DAYS"]))


def cpo_name() -> str:
    """The organization in certificates of charge points; empty if it plays no part."""
    return os.environ["CPO_NAME"]


def grace_of_certificates() -> timedelta:
    """For how long after its end a client certificate still leads to a new one."""
    return timedelta(days=int(os.environ["EXPIRED_CERTIFICATE_GRACE_DAYS"]))


def meter_values_expire(received_at: datetime) -> datetime | None:
    return _after_days(received_at, "METER_RETENTION_DAYS")


def message_log_expires(received_at: datetime) -> datetime | None:
    return _after_days(received_at, "MESSAGE_LOG_RETENTION_DAYS")


def everything_is_logged() -> bool:
    """Whether also what tells nothing that is not stored elsewhere is in the message log."""
    return os.environ["MESSAGE_LOG"] == "All"


def reports_expire(received_at: datetime) -> datetime | None:
    return _after_days(received_at, "REPORT_RETENTION_DAYS")


def security_events_expire(received_at: datetime) -> datetime | None:
    return _after_days(received_at, "SECURITY_EVENT_RETENTION_DAYS")


def refused_calls_expire(received_at: datetime) -> datetime | None:
    return _after_days(received_at, "REFUSED_CALL_RETENTION_DAYS")


def commands_expire(created_at: datetime) -> datetime | None:
    return _after_days(created_at, "COMMAND_RETENTION_DAYS")


def audit_expires(at: datetime) -> datetime | None:
    return _after_days(at, "AUDIT_RETENTION_DAYS")


def call_timeout() -> int:
    """Seconds that a charge point has for its answer, where an operator names no others."""
    return int(os.environ["CALL_TIMEOUT"])


def role_claim() -> str:
    """The claim of a token that names its bearer's roles."""
    return os.environ["ROLE_CLAIM"]


def roles_of_groups() -> dict[str, str]:
    """The roles of groups that are named otherwise: `CSMS Admins=admin,Field Service=operator`."""
    pairs = (pair.rpartition("=") for pair in os.environ["ROLES_OF_GROUPS"].split(","))
    return {group.strip(): role.strip() for group, _, role in pairs if group.strip()}


def machine_client() -> str | None:
    """The client of the stack's own user pool that signs in by client credentials."""
    return os.environ["MACHINE_CLIENT"] or None


def files_url() -> str | None:
    """Before `/files/…`; None where the deployment has no place for files."""
    return os.environ["FILES_URL"] or None


def files_key() -> str:
    """What signs the addresses of files; the edge knows it, too."""
    return os.environ["FILES_KEY"]


def files_bucket() -> str:
    return os.environ["FILES_BUCKET"]


def files_kept() -> timedelta:
    """For how long what charge points brought is kept."""
    return timedelta(days=int(os.environ["FILE_RETENTION_DAYS"]))


def largest_upload() -> int:
    """Bytes."""
    return int(os.environ["LARGEST_UPLOAD_MEGABYTES"]) * 1_000_000


def _after_days(at: datetime, name: str) -> datetime | None:
    days = int(os.environ[name])
    try:
        return at + timedelta(days=days) if days else None
    except OverflowError:  # past the year 9999
        return None
