"""The charging profiles that a charge point has accepted, as far as we know what replaced them."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute, UTCDateTimeAttribute

from csms.store.counters import Numbers
from csms.store.table import StateItem, Write, delete, fetch, query, update
from csms.store.table.attributes import IntegerAttribute, PackedAttribute, optional
from csms.store.transactions import Transaction

if TYPE_CHECKING:  # pydantic takes 8 ms for its models, in each start of StartTransaction
    from csms.wire.charging_profiles import ChargingProfile

AT_ONCE = 15  # profiles that one transaction deletes


class InstalledProfile(StateItem, discriminator="charging profile"):
    """One profile on one connector; 0 is the charge point itself."""

    PREFIX = "PROFILE#"

    connector_id = IntegerAttribute()
    purpose = UnicodeAttribute()
    stack_level = IntegerAttribute()
    transaction_id = optional(IntegerAttribute)
    profile = PackedAttribute()
    accepted_at = UTCDateTimeAttribute()
    command_id = UnicodeAttribute()

    @classmethod
    def of(cls, charge_point_id: str, charging_profile_id: int) -> "InstalledProfile":
        return cls(f"CP#{charge_point_id}", f"{cls.PREFIX}{charging_profile_id:010d}")

    @property
    def charging_profile_id(self) -> int:
        return int(self.sk.removeprefix(self.PREFIX))

    @property
    def mark(self) -> str:
        """Names this very profile, not the next one that gets its id."""
        return f"{self.charging_profile_id}@{self.command_id}"


class GoneProfiles(StateItem, discriminator="gone profiles"):
    """Marks profiles that are gone, but were too many to be deleted in one transaction."""

    marks = UnicodeSetAttribute(default=set)

    @classmethod
    def of(cls, charge_point_id: str) -> "GoneProfiles":
        return cls(f"CP#{charge_point_id}", "PROFILES-GONE")


def needs_gone(_: object, charge_point_id: str) -> list[GoneProfiles]:
    return [GoneProfiles.of(charge_point_id)]


def accepted(
    charge_point_id: str,
    connector_id: int,
    profile: "ChargingProfile",
    at: datetime,
    command_id: str,
) -> InstalledProfile:
    """The profile as it is kept; putting it replaces the one of its id (§3.13)."""
    item = InstalledProfile.of(charge_point_id, profile.charging_profile_id)
    item.connector_id = connector_id
    item.purpose = profile.charging_profile_purpose
    item.stack_level = profile.stack_level
    item.transaction_id = profile.transaction_id
    item.profile = profile.to_wire()
    item.accepted_at = at
    item.command_id = command_id
    return item


def present(
    stored: Sequence[InstalledProfile], gone: GoneProfiles | None
) -> list[InstalledProfile]:
    """The stored profiles without those that only wait to be deleted."""
    return [profile for profile in stored if gone is None or profile.mark not in gone.marks]


def removed(
    charge_point_id: str,
    leaving: Sequence[InstalledProfile],
    stored: Sequence[InstalledProfile],
    gone: GoneProfiles | None,
) -> list[Write]:
    """However many leave, they leave now: a few are deleted, the others marked.

    Marked ones are deleted as there is room; every profile comes with such a chance.
    """
    waiting = [profile for profile in stored if gone and profile.mark in gone.marks]
    now, later = [*leaving, *waiting][:AT_ONCE], leaving[AT_ONCE:]
    writes = [delete(profile, InstalledProfile.command_id == profile.command_id) for profile in now]
    stub = GoneProfiles.of(charge_point_id)
    if later:
        marks = GoneProfiles.marks.add({profile.mark for profile in later})
        writes.append(update(stub, [GoneProfiles.kind.set(GoneProfiles), marks]))
    elif gone:
        still = {profile.mark for profile in waiting} - {profile.mark for profile in now}
        if done := gone.marks - still:
            writes.append(update(stub, [GoneProfiles.marks.delete(done)]))
    return writes


def of_charge_point(charge_point_id: str) -> list[InstalledProfile]:
    """By id; a TxProfile is over with its transaction (§3.13.1)."""
    return valid(
        charge_point_id, query(InstalledProfile, f"CP#{charge_point_id}", InstalledProfile.PREFIX)
    )


def valid(charge_point_id: str, stored: Sequence[InstalledProfile]) -> list[InstalledProfile]:
    """Those that the charge point has yet."""
    numbers = {profile.transaction_id for profile in stored} - {None}
    gone, *transactions = fetch(
        GoneProfiles.of(charge_point_id),
        *(Transaction.of(charge_point_id, number or 0) for number in numbers),
    )
    over = {
        transaction.transaction_id
        for transaction in transactions
        if isinstance(transaction, Transaction) and transaction.stopped_at
    }
    return [
        profile
        for profile in present(stored, gone if isinstance(gone, GoneProfiles) else None)
        if profile.purpose != "TxProfile" or profile.transaction_id not in over
    ]


NUMBERS = Numbers("charging_profile_id", InstalledProfile.of)
