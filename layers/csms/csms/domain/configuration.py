"""What makes no sense for a configuration key."""

from csms import credentials
from csms.domain.command_context import CommandContext
from csms.store.reported.configuration import WRITE_ONLY, Configuration, same_key

PROFILE = "SecurityProfile"


def unfit_key(context: CommandContext, key: str, value: str) -> str | None:
    """No value is judged but those that could lock the charge point out (C-36, C-38, C-41)."""
    if same_key(key, WRITE_ONLY):
        return _unfit_password(context, value) or _not_followed(context, key, value)
    if same_key(key, PROFILE):
        present = context.charge_point.security_profile
        if not (value.isascii() and value.isdigit() and int(value) > present):
            return f"SecurityProfile: it is {present}, and can only be raised"
    configuration = context.find(Configuration.of(context.charge_point_id))
    entry = configuration and configuration.entry(key)
    if entry and entry.readonly:
        return f"{key} is read-only"
    if configuration and configuration.has_not(key):
        return f"{key} is not among the keys of the charge point"
    return _not_followed(context, key, value)


def profile_told(context: CommandContext, key: str, value: str) -> str | None:
    """The security profile at which a charge point comes back that takes this, if not the set one.

    With a key it shows credentials, which makes an attempt at profile 1 of one at 0 (C-40).
    """
    present = context.charge_point.security_profile
    if same_key(key, WRITE_ONLY) and present == 0:
        return "1"
    if same_key(key, PROFILE) and value.isascii() and value.isdigit() and int(value) != present:
        return str(int(value))
    return None


def _not_followed(context: CommandContext, key: str, value: str) -> str | None:
    told = profile_told(context, key, value)
    if told is None:
        return None
    present = context.charge_point.security_profile
    spelled = WRITE_ONLY if same_key(key, WRITE_ONLY) else PROFILE
    return (
        f"{spelled}: the charge point would come back at security profile {told} and be refused, "
        f"for here it stays at {present} until that is changed, too"
    )


def _unfit_password(context: CommandContext, value: str) -> str | None:
    if not credentials.is_hex_key(value):
        return "AuthorizationKey: the value is 16 to 20 bytes, spelled as 32 to 40 hex digits"
    next_hash = context.charge_point.next_password_hash
    if next_hash and not credentials.matches(bytes.fromhex(value), next_hash):
        return "AuthorizationKey: another was sent before, which the charge point may use yet"
    return None
