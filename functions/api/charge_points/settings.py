"""What operators set for a charge point, as one sends it and as it then is."""

from dataclasses import fields, replace
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic.alias_generators import to_camel

from api.charge_points.passwords import Password
from api.http.models import Change, in_a_path
from api.http.problems import bad_field
from csms import credentials
from csms.domain.automatisms import DISTANCE
from csms.domain.presented import LONGEST_IDENTITY
from csms.redaction import REDACTED
from csms.store.provisioned.provisioning import Settings
from csms.wire.ocpp16 import RegistrationStatus

RESERVED = ("export", "import")  # what stands beside the identities in paths
WITH_PASSWORD = (1, 2)
IDENTIFYING = ("security_profile", "serial_number")


def _identity(value: str) -> str:
    if ":" in value:
        raise ValueError("basic authentication cannot carry a ':'")
    if value in RESERVED:
        raise ValueError("is a word of this API")
    if len(value.encode()) > LONGEST_IDENTITY:
        raise ValueError(f"should have at most {LONGEST_IDENTITY} bytes")
    return in_a_path(value)


Identity = Annotated[
    str, Field(min_length=1, max_length=LONGEST_IDENTITY), AfterValidator(_identity)
]
AutomaticDistance = Annotated[
    int,
    Field(
        ge=1,
        le=86_400,
        description="Seconds at least between two times that the CSMS does the same on its own; "
        f"{DISTANCE} if nothing is set.",
    ),
]
SecurityProfile = Annotated[int, Field(ge=0, le=3)]


class ChargePointChange(Change):
    """Null removes what may be absent; a password is set and never shown."""

    security_profile: SecurityProfile = 0
    password: Password = ""
    serial_number: Annotated[str, Field(min_length=1, max_length=25)] | None = None
    registration: RegistrationStatus = "Accepted"
    interval: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    certificate_renewal: bool = False
    configuration_after_boot: bool = False
    local_list_in_step: bool = False
    profiles_after_boot: bool = False
    status_after_reconnect: bool = False
    automatic_distance: AutomaticDistance | None = None


class NewChargePoint(ChargePointChange):
    id: Identity
    security_profile: SecurityProfile


def after(before: Settings | None, given: ChargePointChange) -> Settings:
    """What is set once the change is done; raises Problem."""
    named = given.model_fields_set - {"id", "password"}
    if before is None and "security_profile" not in named:
        raise bad_field("securityProfile", "is missing")
    settings = before or Settings(given.security_profile)
    settings = replace(settings, **{name: getattr(given, name) for name in named})
    profile = settings.security_profile
    if profile == 3 and settings.serial_number is None and named & {*IDENTIFYING}:
        raise bad_field("serialNumber", "security profile 3 needs one: certificates name it")
    password = given.password if "password" in given.model_fields_set else None
    if profile not in WITH_PASSWORD:
        if password is not None:
            raise bad_field("password", f"security profile {profile} has none")
        if before and before.security_profile == profile:
            return settings  # the key that it was sent, for the profile that comes next
        return replace(settings, password_hash=None)
    if password is None and settings.password_hash is None:
        raise bad_field("password", f"security profile {profile} needs one")
    if password is None or _is_the_same(password, settings.password_hash):
        return settings
    return replace(settings, password_hash=credentials.hash_password(password))


def _is_the_same(password: str, password_hash: str | None) -> bool:
    return password_hash is not None and credentials.matches(
        credentials.key_bytes(password), password_hash
    )


def changed(before: Settings | None, settings: Settings) -> dict[str, object]:
    """What the change does, as the API names it, and of a password only that it changes."""
    differences = {
        to_camel(one.name): getattr(settings, one.name)
        for one in fields(settings)
        if before is None or getattr(before, one.name) != getattr(settings, one.name)
    }
    if "passwordHash" in differences:
        password = differences.pop("passwordHash")
        differences["password"] = password and REDACTED
    return {name: value for name, value in differences.items() if before or _is_set(value)}


def _is_set(value: object) -> bool:
    """For a new charge point; a security profile of 0 is."""
    return value is not None and value is not False


def lets_in_anew(before: Settings, settings: Settings) -> bool:
    """Whether its socket was opened by what no longer counts (rule 6)."""
    return before.credentials != settings.credentials
