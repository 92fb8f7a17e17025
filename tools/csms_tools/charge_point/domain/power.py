"""How a car draws energy: it ramps up, holds, and tapers off as the battery fills (mode 3, AC)."""

from dataclasses import dataclass
from random import Random

from csms_tools.charge_point.domain.status import Suspended

RAMP = 20.0
"""Seconds from nothing to full current."""
TAPER_FROM = 0.8
LEAST_TAPER = 0.15
LEAST_OFFER = 6.0
"""Amperes: less than this cannot be offered to a car (IEC 61851-1), so it is nothing."""


@dataclass(frozen=True)
class Offer:
    """What the charge point lets a car take: amperes on each of so many phases."""

    current: float
    phases: int

    def power(self, voltage: float) -> float:
        return self.current * self.phases * voltage


@dataclass(frozen=True)
class Vehicle:
    capacity: float = 60_000
    """Wh"""
    arrives_with: float = 0.35
    current: float = 16.0
    phases: int = 3

    @staticmethod
    def any(chance: Random) -> "Vehicle":
        capacity, current, phases = chance.choice(
            [(77_000, 16.0, 3), (52_000, 32.0, 3), (40_000, 32.0, 1), (12_000, 16.0, 1)]
        )
        return Vehicle(capacity, chance.uniform(0.15, 0.7), current, phases)


@dataclass(frozen=True)
class Draw:
    current: float
    phases: int
    suspended: Suspended | None = None


def wanted(vehicle: Vehicle, soc: float, seconds: float) -> float:
    """Amperes that the car itself would take, so long after its current began to flow."""
    if soc >= 1:
        return 0.0
    fading = max(LEAST_TAPER, (1 - soc) / (1 - TAPER_FROM)) if soc > TAPER_FROM else 1.0
    return vehicle.current * min(1.0, seconds / RAMP) * fading


def draw(vehicle: Vehicle, soc: float, seconds: float, offer: Offer) -> Draw:
    phases = min(offer.phases, vehicle.phases)
    if offer.current < LEAST_OFFER:
        return Draw(0.0, phases, Suspended.EVSE)
    current = wanted(vehicle, soc, seconds)
    full = Suspended.EV if soc >= 1 else None
    return Draw(min(current, offer.current), phases, full)
