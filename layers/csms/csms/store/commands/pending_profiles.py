"""Charging profiles that came with a RemoteStartTransaction, until their transaction begins."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from csms.store.commands.charging_profiles import InstalledProfile
from csms.store.provisioned import id_tags
from csms.store.reported.configuration import Configuration
from csms.store.table import StateItem, Write, delete, put, update
from csms.store.table.attributes import PackedAttribute
from csms.store.transactions import Transaction

CONNECTION_TIME_OUT = 60  # seconds, of a charge point that has not told its own
LONGEST_TIME_OUT = 24 * 60 * 60

MARGIN = timedelta(seconds=30)
"""The driver's time begins after an Authorize, which may take as long as a call may; and the clock
that says when a transaction began is not ours."""

KEPT = timedelta(days=7)  # a start may be told late, when the charge point is online again


class PendingProfile(StateItem, discriminator="pending profile"):
    """For the next transaction of an id tag, on one connector or on any.

    It stands there before its command leaves: the start may be told before the command's answer
    has been taken. `until` is when a transaction must have begun, else it is forgotten (C-67).
    """

    PREFIX = "PROFILE-PENDING#"

    profile = PackedAttribute()
    asked_at = UTCDateTimeAttribute()
    until = UTCDateTimeAttribute()
    command_id = UnicodeAttribute()

    @classmethod
    def of(cls, charge_point_id: str, connector_id: int | None, id_tag: str) -> "PendingProfile":
        where = "any" if connector_id is None else connector_id
        return cls(f"CP#{charge_point_id}", f"{cls.PREFIX}{where}#{id_tags.key(id_tag)}")

    def is_for(self, begun_at: datetime) -> bool:
        """A transaction that began long before is another, whose start was told late."""
        return self.asked_at - MARGIN <= begun_at <= self.until


def until(at: datetime, configuration: Configuration | None) -> datetime:
    """When a transaction must have begun that was started from afar at this time."""
    told = configuration and configuration.number("ConnectionTimeOut")
    seconds = min(told or CONNECTION_TIME_OUT, LONGEST_TIME_OUT)
    return at + timedelta(seconds=seconds) + MARGIN


def waits(
    pending: PendingProfile,
    profile: dict[str, Any],
    command_id: str,
    at: datetime,
    until: datetime,
    *,
    instead_of: PendingProfile | None = None,
) -> Write:
    """It waits from now on; not while one of another command does, unless it is `instead_of` it."""
    pending.profile, pending.command_id = profile, command_id
    pending.asked_at, pending.until, pending.expires_at = at, until, until + KEPT
    if instead_of:
        return put(pending, PendingProfile.command_id == instead_of.command_id)
    free = PendingProfile.pk.does_not_exist() | (PendingProfile.until < at)
    return put(pending, free | (PendingProfile.command_id == command_id))


def waits_until(pending: PendingProfile, until: datetime) -> Write:
    """Its command is accepted: from now on the driver has time."""
    actions = [PendingProfile.until.set(until), PendingProfile.expires_at.set(until + KEPT)]
    return update(pending, actions, PendingProfile.command_id == pending.command_id)


def refused(pending: PendingProfile, charging_profile_id: int, command_id: str) -> list[Write]:
    """It waits no more; nor is it there if a start was told before its command's answer."""
    installed = InstalledProfile.of(pending.pk.removeprefix("CP#"), charging_profile_id)
    return [
        delete(pending, PendingProfile.command_id == command_id),
        delete(installed, InstalledProfile.command_id == command_id),
    ]


def taken_up(pending: PendingProfile, transaction: Transaction) -> Sequence[Write]:
    """The transaction has begun, and has it; the first write fails if it waits no more."""
    installed = InstalledProfile.of(
        transaction.charge_point_id, pending.profile["chargingProfileId"]
    )
    installed.connector_id = transaction.connector_id
    installed.purpose = pending.profile["chargingProfilePurpose"]
    installed.stack_level = pending.profile["stackLevel"]
    installed.transaction_id = transaction.transaction_id
    installed.profile = pending.profile
    installed.accepted_at = pending.asked_at
    installed.command_id = pending.command_id
    return [
        delete(pending, PendingProfile.command_id == pending.command_id),
        put(installed),
    ]
