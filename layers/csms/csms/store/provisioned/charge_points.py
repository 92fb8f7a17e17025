"""The charge points, and what operators set for them."""

from datetime import datetime
from typing import Any, cast

from pynamodb.attributes import JSONAttribute, MapAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from csms.store.table import (
    Cancelled,
    ConditionFailed,
    StateItem,
    by_name,
    perform,
    put,
    transact,
    update,
)
from csms.store.table.attributes import IntegerAttribute, optional, set_or_remove
from csms.wire.ocpp16 import RegistrationStatus


class InvalidIdentity(ValueError):
    """No charge point can bear this identity beside those that are there."""


class NotFound(LookupError):
    """No such charge point is provisioned."""


class ChargePoint(StateItem, discriminator="charge point"):
    """One charge point.

    `connectors` has what each connector last reported, `available_at` when each was last heard to
    be Available, `statuses` the last firmware, diagnostics and log status, `availability` what
    ChangeAvailability set for each connector, `unusable_at` when each was last heard to be Faulted
    or Unavailable, `triggered` the messages that were asked for; all by
    server time. `awaits_boot` is the command of a firmware update that a boot may confirm,
    `awaits_campaign` the campaign in which its turn has come while it was not connected.
    `next_password_hash` is valid beside the present one, see `provisioned.passwords`.
    `version` counts the changes that operators make. `generation` is another whenever they change
    what opens its sockets, and for another charge point of the same name; a key that it is sent
    over OCPP leaves it as it is (C-38), and those stored before there were any have none.
    """

    security_profile = IntegerAttribute()
    password_hash = optional(UnicodeAttribute)
    next_password_hash = optional(UnicodeAttribute)
    next_password_command = optional(UnicodeAttribute)
    serial_number = optional(UnicodeAttribute)
    generation = optional(UnicodeAttribute)
    registration = UnicodeAttribute(default="Accepted")
    interval = optional(IntegerAttribute)
    boot = optional(JSONAttribute)
    booted_at = optional(UTCDateTimeAttribute)
    last_seen_at = optional(UTCDateTimeAttribute)
    connectors: MapAttribute[str, Any] = MapAttribute(default=dict)
    available_at: MapAttribute[str, Any] = MapAttribute(default=dict)
    statuses: MapAttribute[str, Any] = MapAttribute(default=dict)
    availability: MapAttribute[str, Any] = MapAttribute(default=dict)
    triggered: MapAttribute[str, Any] = MapAttribute(default=dict)
    unusable_at: MapAttribute[str, Any] = MapAttribute(default=dict)
    awaits_boot = optional(UnicodeAttribute)
    awaits_campaign = optional(UnicodeAttribute)
    version = optional(IntegerAttribute)

    @classmethod
    def of(cls, charge_point_id: str) -> "ChargePoint":
        return cls(f"CP#{charge_point_id}", "CP")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def status(self) -> RegistrationStatus:
        return cast(RegistrationStatus, self.registration)

    def admits(self, generation: str | None) -> bool:
        """Whether what opened a socket of this generation opens it still; see `admits` below."""
        return (self.generation or None) == (generation or None)


class ChargePointName(StateItem, discriminator="charge point name"):
    """Keeps two identities from differing by case alone (C-2)."""

    charge_point_id = UnicodeAttribute()

    @classmethod
    def of(cls, charge_point_id: str) -> "ChargePointName":
        name = cls(f"CP-NAME#{charge_point_id.casefold()}", "CP-NAME")
        name.charge_point_id = charge_point_id
        return name


IS_THERE = ChargePoint.pk.exists()


def admits(generation: str | None) -> Condition:
    """It is there, and what opened a socket of this generation opens it still.

    What was there before generations has none: sockets as well as charge points.
    """
    same: Condition = (
        ChargePoint.generation == generation
        if generation
        else IS_THERE & ChargePoint.generation.does_not_exist()
    )
    return same


def provision(
    charge_point_id: str,
    *,
    security_profile: int,
    password_hash: str | None = None,
    registration: RegistrationStatus | None = None,
    interval: int | None = None,
    serial_number: str | None = None,
    generation: str | None = None,
) -> None:
    """Create a charge point, or change its settings and keep all else; raises InvalidIdentity.

    Without a generation it is as those were that were stored before there were any.
    """
    if not charge_point_id or ":" in charge_point_id:
        raise InvalidIdentity(f"{charge_point_id!r}: basic authentication cannot carry it")
    charge_point = ChargePoint.of(charge_point_id)
    list_pk, list_sk = by_name("CP", charge_point_id)
    name = ChargePointName.of(charge_point_id)
    settings: list[Action] = [
        ChargePoint.kind.set(ChargePoint),
        ChargePoint.by_name_pk.set(list_pk),
        ChargePoint.by_name_sk.set(list_sk),
        ChargePoint.security_profile.set(security_profile),
        ChargePoint.connectors.set(ChargePoint.connectors | {}),
        ChargePoint.available_at.set(ChargePoint.available_at | {}),
        ChargePoint.statuses.set(ChargePoint.statuses | {}),
        ChargePoint.availability.set(ChargePoint.availability | {}),
        ChargePoint.triggered.set(ChargePoint.triggered | {}),
        ChargePoint.unusable_at.set(ChargePoint.unusable_at | {}),
        ChargePoint.next_password_hash.remove(),
        ChargePoint.next_password_command.remove(),
        ChargePoint.version.add(1),
        ChargePoint.registration.set(registration or (ChargePoint.registration | "Accepted")),
    ]
    settings += [
        set_or_remove(ChargePoint.password_hash, password_hash),
        set_or_remove(ChargePoint.interval, interval),
        set_or_remove(ChargePoint.serial_number, serial_number),
        set_or_remove(ChargePoint.generation, generation),
    ]
    same = ChargePointName.pk.does_not_exist() | (
        ChargePointName.charge_point_id == charge_point_id
    )
    try:
        transact(put(name, same), update(charge_point, settings))
    except Cancelled as error:
        raise InvalidIdentity(
            f"{charge_point_id!r} differs only by case from one that is there"
        ) from error


def set_registration(
    charge_point_id: str, registration: RegistrationStatus, interval: int | None = None
) -> None:
    """Interval in seconds, as BootNotification answers it; raises NotFound."""
    actions: list[Action] = [
        ChargePoint.registration.set(registration),
        ChargePoint.version.add(1),
    ]
    if interval is not None:
        actions.append(ChargePoint.interval.set(interval))
    try:
        perform(update(ChargePoint.of(charge_point_id), actions, IS_THERE))
    except ConditionFailed as error:
        raise NotFound(charge_point_id) from error


def received(at: str) -> datetime:
    """A time out of one of the maps."""
    return datetime.fromisoformat(at)
