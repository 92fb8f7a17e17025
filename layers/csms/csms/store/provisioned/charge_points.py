"""The charge points, and what operators set for them."""

from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from pynamodb.attributes import (
    BooleanAttribute,
    MapAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.condition import Condition

from csms.store.provisioned.connector_states import ConnectorStates
from csms.store.table import StateItem
from csms.store.table.attributes import IntegerAttribute, ShortAttribute, optional
from csms.store.table.conditions import Kept
from csms.wire.ocpp16 import RegistrationStatus


class InvalidIdentity(ValueError):
    """No charge point can bear this identity beside those that are there."""


class ChargePoint(StateItem, discriminator="charge point"):
    """One charge point.

    `registration_told` is what its last BootNotification was answered; none: nothing yet.
    `connectors` has what each connector last reported, `available_at` when each was last heard to
    be Available, `statuses` the last firmware, diagnostics and log status, `availability` what
    ChangeAvailability set for each connector, `unusable_at` when each was last heard to be Faulted
    or Unavailable, `triggered` the messages that were asked for; all by
    server time. `awaits_boot` is the command of a firmware update that a boot may confirm,
    `awaits_campaign` the campaign in which its turn has come while it was not connected.
    `next_password_hash` is valid beside the present one, see `provisioned.passwords`.
    `pending_security_profile` is admitted beside the present one, see `provisioned.upgrades`.
    `version` counts the changes that operators make, or have it make. `generation` is another
    whenever they change what opens its sockets, and for another charge point of the same name; a
    key that it is sent over OCPP leaves it as it is (C-38), a security profile does not, and those
    stored before there were any have none.
    `certificate_in_use`, by its SHA-256, is the latest recorded certificate that it has used, which
    shuts out those issued before `certificate_issued_at`.
    One that came by itself has `onboarding_since` until an operator accepts it, `onboarding_at` and
    `onboarding_from` as it came last, `onboarding_times` as often as it came, and in
    `onboarding_hash` the password that it was taken in with; see `provisioned.strangers`. Those
    taken in before there was acceptance have none of it, and keep the profile that they came with.
    It is written with every heartbeat, so that it has to stay below a KB: what is long is packed.
    `automatic` names what the CSMS may do on its own, and is absent if that is nothing;
    `automatic_distance` is in seconds.
    """

    security_profile = IntegerAttribute()
    password_hash = optional(UnicodeAttribute)
    next_password_hash = optional(UnicodeAttribute)
    next_password_command = optional(UnicodeAttribute)
    next_password_again = optional(BooleanAttribute)
    pending_security_profile = optional(IntegerAttribute)
    pending_profile_command = optional(UnicodeAttribute)
    serial_number = optional(UnicodeAttribute)
    certificate_in_use = optional(UnicodeAttribute)
    certificate_issued_at = optional(UTCDateTimeAttribute)
    generation = optional(UnicodeAttribute)
    registration = UnicodeAttribute(default="Accepted")
    registration_told = optional(UnicodeAttribute)
    interval = optional(IntegerAttribute)
    automatic = optional(UnicodeSetAttribute)
    automatic_distance = optional(IntegerAttribute)
    boot = optional(ShortAttribute)
    booted_at = optional(UTCDateTimeAttribute)
    last_seen_at = optional(UTCDateTimeAttribute)
    connectors: MapAttribute[str, Any] = ConnectorStates(default=dict)  # type: ignore[no-untyped-call]
    available_at: MapAttribute[str, Any] = MapAttribute(default=dict)
    statuses: MapAttribute[str, Any] = MapAttribute(default=dict)
    availability: MapAttribute[str, Any] = MapAttribute(default=dict)
    triggered: MapAttribute[str, Any] = MapAttribute(default=dict)
    unusable_at: MapAttribute[str, Any] = MapAttribute(default=dict)
    awaits_boot = optional(UnicodeAttribute)
    awaits_campaign = optional(UnicodeAttribute)
    version = optional(IntegerAttribute)
    onboarding_since = optional(UTCDateTimeAttribute)
    onboarding_at = optional(UTCDateTimeAttribute)
    onboarding_from = optional(UnicodeAttribute)
    onboarding_times = optional(IntegerAttribute)
    onboarding_hash = optional(UnicodeAttribute)

    @classmethod
    def of(cls, charge_point_id: str) -> "ChargePoint":
        return cls(f"CP#{charge_point_id}", "CP")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def status(self) -> RegistrationStatus:
        return cast(RegistrationStatus, self.registration)

    @property
    def switched_on(self) -> frozenset[str]:
        """What the CSMS may do on its own, by the names of its switches in the API."""
        return frozenset(self.automatic or ())

    @property
    def awaits_acceptance(self) -> bool:
        return self.onboarding_since is not None and self.registration == "Pending"

    @property
    def has_own_key(self) -> bool:
        """Another password than that of all, by which it was taken in."""
        return self.password_hash is not None and self.password_hash != self.onboarding_hash

    def admits(self, generation: str | None) -> bool:
        """Whether what opened a socket of this generation opens it still; see `admits` below."""
        return (self.generation or None) == (generation or None)

    @property
    def pending_generation(self) -> str | None:
        """Of what opens a socket at the pending security profile; another if either changes."""
        if self.pending_profile_command is None:
            return None
        return f"{self.generation or ''}/{self.pending_profile_command}"

    def may_be_of(self, generation: str | None) -> bool:
        """Whether a socket is its own, also one on which nothing has been said yet."""
        return self.admits(generation) or (
            generation is not None and generation == self.pending_generation
        )

    @property
    def told(self) -> RegistrationStatus | None:
        return cast(RegistrationStatus | None, self.registration_told)


class ChargePointName(StateItem, discriminator="charge point name"):
    """Keeps two identities from differing by case alone (C-2)."""

    charge_point_id = UnicodeAttribute()

    @classmethod
    def of(cls, charge_point_id: str) -> "ChargePointName":
        name = cls(f"CP-NAME#{charge_point_id.casefold()}", "CP-NAME")
        name.charge_point_id = charge_point_id
        return name


IS_THERE = ChargePoint.pk.exists()


@lru_cache(maxsize=1024)
def admits(generation: str | None) -> Condition:
    """It is there, and what opened a socket of this generation opens it still.

    What was there before generations has none: sockets as well as charge points.
    """
    return Kept(
        ChargePoint.generation == generation
        if generation
        else IS_THERE & ChargePoint.generation.does_not_exist()
    )


def opens(generation: str | None) -> Condition:
    """As `admits`, or what is pending opens a socket of this generation."""
    before, pending, command_id = (generation or "").rpartition("/")
    if not pending:
        return admits(generation)
    upgraded: Condition = admits(generation) | (
        admits(before) & (ChargePoint.pending_profile_command == command_id)
    )
    return upgraded


def received(at: str) -> datetime:
    """A time out of one of the maps."""
    return datetime.fromisoformat(at)
