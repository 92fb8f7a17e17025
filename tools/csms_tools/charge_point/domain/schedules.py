"""What the installed profiles allow at a moment, and over a time: stacking (§3.13, §5.7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ocpp.v16.enums import ChargingProfileKindType as Kind
from ocpp.v16.enums import ChargingProfilePurposeType as Purpose
from ocpp.v16.enums import ChargingRateUnitType as Unit

from csms_tools.charge_point.domain.charging_profiles import ChargingProfile, Period
from csms_tools.charge_point.domain.power import Offer

Installed = Iterable[tuple[int, ChargingProfile]]
CYCLE = {"Daily": timedelta(days=1), "Weekly": timedelta(days=7)}


@dataclass(frozen=True)
class Outlet:
    """What a connector can give by its hardware, and the transaction that runs on it."""

    connector: int
    offer: Offer
    voltage: float
    began: datetime | None = None


def begins(profile: ChargingProfile, at: datetime, began: datetime | None) -> datetime | None:
    """When the run of the schedule began that covers `at`; None if none does."""
    if profile.kind == Kind.relative or profile.start is None:
        return began
    if profile.kind == Kind.recurring and at >= profile.start:
        cycle = CYCLE[profile.recurrency or "Daily"]
        return profile.start + (at - profile.start) // cycle * cycle
    return profile.start


def period_at(profile: ChargingProfile, at: datetime, began: datetime | None) -> Period | None:
    if profile.valid_from and at < profile.valid_from:
        return None
    if profile.valid_to and at >= profile.valid_to:
        return None
    start = begins(profile, at, began)
    if start is None or at < start:
        return None
    offset = (at - start).total_seconds()
    if profile.duration is not None and offset >= profile.duration:
        return None
    return [period for period in profile.periods if period.start <= offset][-1]


def leading(
    installed: Installed, on: int, purpose: str, at: datetime, began: datetime | None
) -> tuple[ChargingProfile, Period] | None:
    """The highest level that has something to say at this moment."""
    active = [
        (profile, period)
        for where, profile in installed
        if where == on and profile.purpose == purpose
        if (period := period_at(profile, at, began))
    ]
    return max(active, key=lambda pair: pair[0].stack_level, default=None)


def limited(found: tuple[ChargingProfile, Period] | None, offer: Offer, voltage: float) -> Offer:
    """W is a limit of all phases together, A of each; no number of phases means 3 (C-55)."""
    if found is None:
        return offer
    profile, period = found
    phases = max(1, min(offer.phases, period.phases or 3))
    current = period.limit if profile.unit == Unit.amps else period.limit / (voltage * phases)
    return Offer(min(offer.current, current), phases)


def allowed(installed: Installed, outlet: Outlet, at: datetime, sharing: int = 1) -> Offer:
    """TxProfile before TxDefaultProfile, the connector's before the common one, and the
    charge point's maximum, shared evenly by the connectors that charge, over all of them."""
    profiles, began = list(installed), outlet.began
    found = (
        leading(profiles, outlet.connector, Purpose.tx_profile, at, began)
        or leading(profiles, outlet.connector, Purpose.tx_default_profile, at, began)
        or leading(profiles, 0, Purpose.tx_default_profile, at, began)
    )
    offer = limited(found, outlet.offer, outlet.voltage)
    top = leading(profiles, 0, Purpose.charge_point_max_profile, at, began)
    if top is None:
        return offer
    profile, period = top
    share = Period(period.start, period.limit / max(1, sharing), period.phases)
    return limited((profile, share), offer, outlet.voltage)


def changes(
    installed: Installed, began: datetime | None, start: datetime, end: datetime
) -> list[datetime]:
    """Every moment in between at which a limit might change."""
    moments = {start}
    for _, profile in installed:
        moments |= {edge for edge in (profile.valid_from, profile.valid_to) if edge}
        cycle = CYCLE[profile.recurrency] if profile.recurrency else None
        first = begins(profile, start, began)
        while first is not None and first < end:
            offsets = [period.start for period in profile.periods]
            if profile.duration is not None:
                offsets.append(profile.duration)
            moments |= {first + timedelta(seconds=offset) for offset in offsets}
            first = first + cycle if cycle else None
    return sorted(moment for moment in moments if start <= moment < end)
