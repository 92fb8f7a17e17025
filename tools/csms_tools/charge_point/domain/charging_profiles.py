"""Charging profiles as they are sent, checked and kept (§3.13, §5.16, C-54 to C-56)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ocpp.v16.enums import ChargingProfileKindType as Kind
from ocpp.v16.enums import ChargingProfilePurposeType as Purpose

from csms_tools.charge_point.domain import times


@dataclass(frozen=True)
class Period:
    start: int
    limit: float
    phases: int | None = None


@dataclass(frozen=True)
class ChargingProfile:
    """A profile with its one schedule. `unit` is A (per phase) or W (in all)."""

    id: int
    stack_level: int
    purpose: str
    kind: str
    unit: str
    periods: tuple[Period, ...]
    duration: int | None = None
    start: datetime | None = None
    recurrency: str | None = None
    transaction: int | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    @classmethod
    def from_wire(
        cls, data: Mapping[str, Any], read: Callable[[str], datetime] = times.parse
    ) -> "ChargingProfile":
        """`read` makes a moment of a time stamp."""

        def moment(owner: Mapping[str, Any], name: str) -> datetime | None:
            return read(owner[name]) if owner.get(name) else None

        schedule = data["chargingSchedule"]
        return cls(
            id=data["chargingProfileId"],
            stack_level=data["stackLevel"],
            purpose=data["chargingProfilePurpose"],
            kind=data["chargingProfileKind"],
            unit=schedule["chargingRateUnit"],
            periods=tuple(
                Period(period["startPeriod"], float(period["limit"]), period.get("numberPhases"))
                for period in schedule["chargingSchedulePeriod"]
            ),
            duration=schedule.get("duration"),
            start=moment(schedule, "startSchedule"),
            recurrency=data.get("recurrencyKind"),
            transaction=data.get("transactionId"),
            valid_from=moment(data, "validFrom"),
            valid_to=moment(data, "validTo"),
        )


@dataclass(frozen=True)
class Bounds:
    """What this charge point can take in."""

    connectors: int
    max_stack_level: int
    units: frozenset[str]
    max_periods: int


def objection(profile: ChargingProfile, bounds: Bounds) -> str | None:
    """Why the profile itself, wherever it is meant for, cannot be taken; None if it can."""
    starts = [period.start for period in profile.periods]
    recurring = profile.kind == Kind.recurring
    reasons = {
        "the stack level is out of range": not 0 <= profile.stack_level <= bounds.max_stack_level,
        "the unit is not supported": profile.unit not in bounds.units,
        "there are too many periods": len(starts) > bounds.max_periods,
        "the first period does not start at 0": not starts or starts[0] != 0,
        "the periods are out of order": starts != sorted(set(starts)),
        "a limit is negative": any(period.limit < 0 for period in profile.periods),
        "a recurrency belongs to a recurring profile": recurring != bool(profile.recurrency),
        "a recurring schedule needs its start": recurring and profile.start is None,
        "a relative schedule has no start": profile.kind == Kind.relative
        and profile.start is not None,
        "the profile is over before it begins": profile.valid_from is not None
        and profile.valid_to is not None
        and profile.valid_to <= profile.valid_from,
        "only a TxProfile names a transaction": profile.transaction is not None
        and profile.purpose != Purpose.tx_profile,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def misplaced(
    profile: ChargingProfile, connector: int, bounds: Bounds, transaction: int | None
) -> str | None:
    """Why the profile cannot stand on this connector, whose running transaction is given."""
    if not 0 <= connector <= bounds.connectors:
        return "no such connector"
    if profile.purpose == Purpose.charge_point_max_profile:
        if connector != 0 or profile.kind == Kind.relative:
            return "a ChargePointMaxProfile is for connector 0 and not relative"
    elif profile.purpose == Purpose.tx_profile and (
        connector == 0 or transaction is None or profile.transaction != transaction
    ):
        return "a TxProfile is for the running transaction of a connector"
    return None


class Profiles:
    """The profiles in the charge point, each with the connector it was installed on."""

    def __init__(self) -> None:
        self._installed: list[tuple[int, ChargingProfile]] = []

    def __iter__(self) -> Iterator[tuple[int, ChargingProfile]]:
        return iter(self._installed)

    def __len__(self) -> int:
        return len(self._installed)

    def install(self, connector: int, profile: ChargingProfile, limit: int) -> bool:
        """The same id is replaced, and so is the same purpose on the same level (§3.13.2)."""

        def replaced(where: int, old: ChargingProfile) -> bool:
            place = (where, old.purpose, old.stack_level)
            return old.id == profile.id or place == (
                connector,
                profile.purpose,
                profile.stack_level,
            )

        kept = [(where, old) for where, old in self._installed if not replaced(where, old)]
        if len(kept) >= limit:
            return False
        self._installed = [*kept, (connector, profile)]
        return True

    def bind(self, connector: int, profile: ChargingProfile, number: int, limit: int) -> bool:
        """A remote start brought the profile before its transaction had a number."""
        return self.install(connector, replace(profile, transaction=number), limit)

    def clear(
        self,
        id: int | None = None,
        connector: int | None = None,
        purpose: str | None = None,
        stack_level: int | None = None,
    ) -> bool:
        """Criteria are ANDed, none clears all; an id needs no others (§5.5)."""

        def meant(where: int, profile: ChargingProfile) -> bool:
            if id is not None:
                return profile.id == id
            return (
                connector in (None, where)
                and purpose in (None, profile.purpose)
                and stack_level in (None, profile.stack_level)
            )

        kept = [(where, profile) for where, profile in self._installed if not meant(where, profile)]
        cleared = len(kept) < len(self._installed)
        self._installed = kept
        return cleared

    def end_transaction(self, connector: int) -> None:
        self.clear(connector=connector, purpose=Purpose.tx_profile)
