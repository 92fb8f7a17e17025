"""What makes no sense for a configuration key."""

import re

from csms import credentials
from csms.domain.command_context import CommandContext
from csms.store.reported.configuration import WRITE_ONLY, Configuration, same_key

PROFILE = "SecurityProfile"


def unfit_key(context: CommandContext, key: str, value: str) -> str | None:
    """No value is judged but those that could lock the charge point out (C-36, C-38, C-41)."""
    if same_key(key, WRITE_ONLY):
        return _unfit_password(context, value)
    if same_key(key, PROFILE) and (why := _unfit_profile(context, value)):
        return why
    configuration = context.find(Configuration.of(context.charge_point_id))
    entry = configuration and configuration.entry(key)
    if entry and entry.readonly:
        return f"{key} is read-only"
    if configuration and configuration.has_not(key):
        return f"{key} is not among the keys of the charge point"
    return None


def profile_told(key: str, value: str) -> int | None:
    """The security profile that a change tells the charge point to take."""
    if same_key(key, PROFILE) and re.fullmatch("0*[0-3]", value):
        return int(value)
    return None


def profile_offered(context: CommandContext, key: str, value: str) -> int | None:
    """As `profile_told`, if it is admitted beside the present one from now on: never downwards."""
    told = profile_told(key, value)
    return told if told is not None and told > context.charge_point.security_profile else None


def profile_not_followed(context: CommandContext, key: str, value: str) -> int | None:
    """As `profile_told`, if a charge point that takes it is refused from then on."""
    told, charge_point = profile_told(key, value), context.charge_point
    if told is None or told == charge_point.security_profile:
        return None
    downwards = told < charge_point.security_profile
    return told if downwards or (told == 3 and charge_point.serial_number is None) else None


def _unfit_profile(context: CommandContext, value: str) -> str | None:
    charge_point = context.charge_point
    present, pending = charge_point.security_profile, charge_point.pending_security_profile
    told = profile_told(PROFILE, value)
    if told is None or told <= present:
        return f"SecurityProfile: it is {present}, and can only be raised, to 3 at most"
    if pending is not None and pending != told:
        return f"SecurityProfile: {pending} was sent before, which the charge point may follow yet"
    if told == 3 and charge_point.serial_number is None:
        return "SecurityProfile: at 3 a certificate names its serial number, and none is set here"
    known = charge_point.password_hash or charge_point.next_password_hash
    if told < 3 and known is None:
        return (
            f"SecurityProfile: at {told} it shows a password, and it has none from here: "
            "send it an AuthorizationKey first"
        )
    return None


def _unfit_password(context: CommandContext, value: str) -> str | None:
    if not credentials.is_hex_key(value):
        return "AuthorizationKey: the value is 16 to 20 bytes, spelled as 32 to 40 hex digits"
    next_hash = context.charge_point.next_password_hash
    if next_hash and not credentials.matches(bytes.fromhex(value), next_hash):
        return "AuthorizationKey: another was sent before, which the charge point may use yet"
    return None
