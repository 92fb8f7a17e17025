"""Whether it is time for what the CSMS may do on its own at a charge point."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import Enum

from csms.store.commands import CommandRecord
from csms.store.commands.automatisms import Automatism
from csms.store.commands.charging_profiles import InstalledProfile
from csms.store.provisioned.charge_points import ChargePoint

DISTANCE = 900  # seconds, unless another is set
REFUSALS = frozenset(("NotSupported", "NotImplemented"))


class Turn(Enum):
    NOTHING = "it is done, or the charge point has refused it"
    LATER = "the distance to the last time is not over"
    NOW = "it begins"
    GOES_ON = "it has begun"


def distance(charge_point: ChargePoint) -> timedelta:
    return timedelta(seconds=charge_point.automatic_distance or DISTANCE)


def firmware(charge_point: ChargePoint) -> str:
    """A refusal holds for it; empty if it names none."""
    return str((charge_point.boot or {}).get("firmwareVersion", ""))


def turn(
    last: Automatism, occasion: str, charge_point: ChargePoint, at: datetime
) -> tuple[Turn, datetime]:
    """And since when it could begin; `occasion` names the boot or whatever else brings it."""
    if last.began_at is None:
        return Turn.NOW, at
    if last.refused_by == firmware(charge_point):
        return Turn.NOTHING, at
    if last.occasion == occasion:
        return Turn.GOES_ON, last.began_at
    due = last.began_at + distance(charge_point)
    return (Turn.LATER if at < due else Turn.NOW), due


def refused(records: Iterable[CommandRecord]) -> bool:
    """Whether the charge point knows nothing of what it was asked for."""
    return any(
        one.error_code in REFUSALS or (one.response or {}).get("status") in REFUSALS
        for one in records
    )


def left(steps: Collection[str], last: Automatism, occasion: str) -> list[str]:
    """Those of these steps that were not sent on this occasion."""
    sent = last.sent if last.occasion == occasion else {}
    return [step for step in steps if step not in sent]


def to_send_again(
    profiles: Iterable[InstalledProfile], booted_at: datetime, at: datetime
) -> list[InstalledProfile]:
    """Those that the boot may have lost: of no transaction, and in force yet."""

    def is_over(one: InstalledProfile) -> bool:
        valid_to = one.profile.get("validTo")
        return valid_to is not None and datetime.fromisoformat(valid_to) <= at

    lost = [
        one
        for one in profiles
        if one.purpose != "TxProfile" and one.accepted_at < booted_at and not is_over(one)
    ]
    return sorted(lost, key=lambda one: (one.purpose, one.charging_profile_id))
