"""What operators do with charge points: create, change and delete them, unseen by no other."""

from dataclasses import dataclass

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from csms import credentials
from csms.store.provisioned import strangers
from csms.store.provisioned.charge_points import (
    IS_THERE,
    ChargePoint,
    ChargePointName,
    InvalidIdentity,
)
from csms.store.provisioned.versions import AlreadyThere, Moved, still
from csms.store.table import (
    Cancelled,
    Raw,
    StateItem,
    Write,
    by_name,
    delete,
    first_of,
    perform,
    put,
    transact,
    update,
)
from csms.store.table.attributes import set_or_remove
from csms.wire.ocpp16 import RegistrationStatus

FORGOTTEN = (
    "CONFIGURATION",
    "LOCAL-LIST",
    "PROFILE",
    "CERTIFICATES#",
    "CSR#",
    "RESERVATION#",
    "JOB#",
    "SENT#",
    "PROBLEM#",
    "RECENT#",
    "CLOCKLESS#",
    "DEVIATION",
    "AUTOMATISM#",
)
"""How the keys begin of what is known of a device, and says nothing of the next of its identity."""

MOST_FORGOTTEN = 10_000

SWITCHES = {
    "certificate_renewal": "certificateRenewal",
    "configuration_after_boot": "configurationAfterBoot",
    "local_list_in_step": "localListInStep",
    "profiles_after_boot": "profilesAfterBoot",
    "status_after_reconnect": "statusAfterReconnect",
}
"""Settings that let the CSMS do something on its own, and their names in the API."""


@dataclass(frozen=True)
class Settings:
    """All that operators set for a charge point."""

    security_profile: int
    password_hash: str | None = None
    serial_number: str | None = None
    registration: RegistrationStatus = "Accepted"
    interval: int | None = None
    certificate_renewal: bool = False
    configuration_after_boot: bool = False
    local_list_in_step: bool = False
    profiles_after_boot: bool = False
    status_after_reconnect: bool = False
    automatic_distance: int | None = None

    @classmethod
    def of(cls, charge_point: ChargePoint) -> "Settings":
        return cls(
            charge_point.security_profile,
            charge_point.password_hash,
            charge_point.serial_number,
            charge_point.status,
            charge_point.interval,
            automatic_distance=charge_point.automatic_distance,
            **{field: name in charge_point.switched_on for field, name in SWITCHES.items()},
        )

    @property
    def automatic(self) -> set[str] | None:
        """The switches that are on, as they are stored."""
        return {name for field, name in SWITCHES.items() if getattr(self, field)} or None

    @property
    def credentials(self) -> tuple[int, str | None, str | None]:
        """What opens its sockets."""
        return self.security_profile, self.password_hash, self.serial_number


def create(charge_point_id: str, settings: Settings, *also: Write) -> None:
    """Raises InvalidIdentity or AlreadyThere."""
    if not charge_point_id or ":" in charge_point_id:
        raise InvalidIdentity(f"{charge_point_id!r}: basic authentication cannot carry it")
    charge_point = ChargePoint.of(charge_point_id)
    charge_point.by_name_pk, charge_point.by_name_sk = by_name("CP", charge_point_id)
    charge_point.security_profile = settings.security_profile
    charge_point.password_hash = settings.password_hash
    charge_point.serial_number = settings.serial_number
    charge_point.generation = credentials.new_generation()
    charge_point.registration = settings.registration
    charge_point.interval = settings.interval
    charge_point.automatic = settings.automatic
    charge_point.automatic_distance = settings.automatic_distance
    charge_point.version = 1
    try:
        transact(
            put(charge_point, ChargePoint.pk.does_not_exist()),
            put(ChargePointName.of(charge_point_id), ChargePointName.pk.does_not_exist()),
            *also,
        )
    except Cancelled as error:
        if 0 in error.failed:
            raise AlreadyThere(charge_point_id) from error
        raise InvalidIdentity(
            f"{charge_point_id!r} differs only by case from one that is there"
        ) from error


def change(
    charge_point: ChargePoint,
    settings: Settings,
    *also: Write,
    withdraws: bool = False,
    accepts: bool = False,
) -> None:
    """Raises Moved, if it is not as it was read. `withdraws`: an upgrade that is pending.

    `accepts`: one that came by itself waits no longer; so does whatever decides of it.
    """
    lets_in_anew = settings.credentials != Settings.of(charge_point).credentials
    decides = accepts or withdraws or lets_in_anew or settings.registration != "Pending"
    actions: list[Action] = [
        ChargePoint.security_profile.set(settings.security_profile),
        ChargePoint.registration.set(settings.registration),
        ChargePoint.version.add(1),
        set_or_remove(ChargePoint.serial_number, settings.serial_number),
        set_or_remove(ChargePoint.interval, settings.interval),
        set_or_remove(ChargePoint.automatic, settings.automatic),
        set_or_remove(ChargePoint.automatic_distance, settings.automatic_distance),
    ]
    if charge_point.onboarding_since is not None and decides:
        actions += strangers.accepted()
    if lets_in_anew:
        actions.append(ChargePoint.generation.set(credentials.new_generation()))
    if withdraws or settings.security_profile != charge_point.security_profile:
        actions += [
            ChargePoint.pending_security_profile.remove(),
            ChargePoint.pending_profile_command.remove(),
        ]
    if settings.serial_number != charge_point.serial_number:
        actions += [
            ChargePoint.certificate_in_use.remove(),
            ChargePoint.certificate_issued_at.remove(),
        ]
    if settings.password_hash != charge_point.password_hash:
        actions += [
            set_or_remove(ChargePoint.password_hash, settings.password_hash),
            ChargePoint.next_password_hash.remove(),
            ChargePoint.next_password_command.remove(),
            ChargePoint.next_password_again.remove(),
        ]
    try:
        transact(update(charge_point, actions, _as_read(charge_point)), *also)
    except Cancelled as error:
        raise Moved from error


def remove(charge_point: ChargePoint, *also: Write) -> None:
    """Its transactions and its history stay; raises Moved."""
    try:
        transact(
            delete(charge_point, _as_read(charge_point)),
            delete(ChargePointName.of(charge_point.charge_point_id)),
            *also,
        )
    except Cancelled as error:
        raise Moved from error


def forget_device(charge_point_id: str) -> None:
    """What the CSMS knew of the device itself; to do it twice is harmless."""
    for prefix in FORGOTTEN:
        of_prefix: Raw = {
            "TableName": StateItem.Meta.table_name,
            "KeyConditionExpression": "pk = :pk AND begins_with(sk, :sk)",
            "ExpressionAttributeValues": {
                ":pk": {"S": f"CP#{charge_point_id}"},
                ":sk": {"S": prefix},
            },
            "ProjectionExpression": "pk, sk",
        }
        for key in first_of(of_prefix, MOST_FORGOTTEN):
            perform(Write("Delete", {"TableName": StateItem.Meta.table_name, "Key": key}))


def _as_read(charge_point: ChargePoint) -> Condition:
    condition: Condition = IS_THERE & still(ChargePoint.version, charge_point.version)
    return condition
