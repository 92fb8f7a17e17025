"""Strangers that are taken in, and wait to be accepted.

They are charge points, Pending, and bound to nothing: as long as one waits it has the security
profile at which it came last. They are on a list by when that was.
"""

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from csms.store.paging import HIGHEST, LOWEST, Range, part, reading
from csms.store.provisioned.charge_points import (
    ChargePoint,
    ChargePointName,
    InvalidIdentity,
    opens,
)
from csms.store.table import (
    SHARDS,
    Cancelled,
    Write,
    by_end,
    by_name,
    put,
    transact,
    update,
)

WAITING = "ONBOARDING"
"""The list of those that wait, by when they came last."""

WAITS = ChargePoint.onboarding_since.exists() & (ChargePoint.registration == "Pending")
NO_OWN_KEY = ChargePoint.password_hash.does_not_exist() | (
    ChargePoint.password_hash == ChargePoint.onboarding_hash
)


def take_in(
    charge_point_id: str,
    security_profile: int,
    at: datetime,
    *,
    source_ip: str,
    password_hash: str | None = None,
    serial_number: str | None = None,
    generation: str | None = None,
) -> None:
    """A stranger that knows the password, or has a certificate, becomes a Pending charge point.

    Raises InvalidIdentity if another charge point's identity differs only by case.
    """
    charge_point = ChargePoint.of(charge_point_id)
    charge_point.by_name_pk, charge_point.by_name_sk = by_name("CP", charge_point_id)
    charge_point.by_time_pk, charge_point.by_time_sk = by_end(WAITING, charge_point_id, at)
    charge_point.security_profile = security_profile
    charge_point.password_hash = charge_point.onboarding_hash = password_hash
    charge_point.serial_number = serial_number
    charge_point.generation = generation
    charge_point.registration = "Pending"
    charge_point.onboarding_since = charge_point.onboarding_at = at
    charge_point.onboarding_from = source_ip
    charge_point.onboarding_times = 1
    name = ChargePointName(f"CP-NAME#{charge_point_id.casefold()}", "CP-NAME")
    name.charge_point_id = charge_point_id
    try:
        transact(
            put(name, ChargePointName.pk.does_not_exist()),
            put(charge_point, ChargePoint.pk.does_not_exist()),
        )
    except Cancelled as error:
        if 1 not in error.failed:
            raise InvalidIdentity(f"{charge_point_id!r} differs only by case") from error
        return  # it has been provisioned meanwhile


def came(charge_point_id: str, at: datetime, *, source_ip: str, generation: str | None) -> Write:
    """One that waits has come again, as it did before; fails if it no longer waits."""
    return _came(charge_point_id, at, source_ip, [], opens(generation))


def moved(
    charge_point_id: str,
    security_profile: int,
    at: datetime,
    *,
    source_ip: str,
    generation: str | None,
    password_hash: str | None = None,
    serial_number: str | None = None,
) -> Write:
    """One that waits has come at another profile; fails if that opens nothing any more.

    By the password of all, by a certificate for this serial number, or else by a key of its own.
    What opened its sockets before counts no longer.
    """
    actions: list[Action] = [
        ChargePoint.security_profile.set(security_profile),
        ChargePoint.generation.set(generation),
        ChargePoint.pending_security_profile.remove(),
        ChargePoint.pending_profile_command.remove(),
        ChargePoint.version.add(1),
    ]
    if serial_number:
        actions.append(ChargePoint.serial_number.set(serial_number))
        unnamed = ChargePoint.serial_number.does_not_exist() & NO_OWN_KEY
        still = (ChargePoint.serial_number == serial_number) | unnamed
    elif password_hash:
        actions.append(ChargePoint.password_hash.set(password_hash))
        actions.append(ChargePoint.onboarding_hash.set(password_hash))
        still = NO_OWN_KEY
    else:
        still = ~NO_OWN_KEY | ChargePoint.next_password_hash.exists()
    return _came(charge_point_id, at, source_ip, actions, still)


def _came(
    charge_point_id: str,
    at: datetime,
    source_ip: str,
    also: list[Action],
    still: Condition,
) -> Write:
    list_pk, list_sk = by_end(WAITING, charge_point_id, at)
    actions = [
        ChargePoint.by_time_pk.set(list_pk),
        ChargePoint.by_time_sk.set(list_sk),
        ChargePoint.onboarding_at.set(at),
        ChargePoint.onboarding_from.set(source_ip),
        ChargePoint.onboarding_times.add(1),
        *also,
    ]
    return update(ChargePoint.of(charge_point_id), actions, WAITS & still)


def accepted() -> list[Action]:
    """It waits no longer, whatever is decided of it."""
    return [
        ChargePoint.by_time_pk.remove(),
        ChargePoint.by_time_sk.remove(),
        ChargePoint.onboarding_since.remove(),
        ChargePoint.onboarding_at.remove(),
        ChargePoint.onboarding_from.remove(),
        ChargePoint.onboarding_times.remove(),
        ChargePoint.onboarding_hash.remove(),
    ]


def waiting(most: int, until: str = HIGHEST) -> list[ChargePoint]:
    """Of those that wait so many, the one that came last first; `until`: a sort key of the list."""
    shards = tuple(f"{WAITING}#{shard}" for shard in range(SHARDS))
    latest = Range(ChargePoint.Meta.table_name, shards, LOWEST, until, "by_time", newest_first=True)
    load = reading(ChargePoint, lambda one: one.awaits_acceptance)
    return part([latest], most, None, load).items
