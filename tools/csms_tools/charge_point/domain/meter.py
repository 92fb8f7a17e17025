"""The energy meter of a connector, and the car that makes it turn."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from csms_tools.charge_point.domain.measurands import Reading
from csms_tools.charge_point.domain.power import Draw, Offer, Vehicle, draw
from csms_tools.charge_point.domain.status import Suspended

STEP = timedelta(seconds=15)
NOTHING = Draw(0.0, 0)


class Meter:
    """Moved forward by whoever reads it; between two steps the current counts as constant."""

    def __init__(self, register: float, phases: int, voltage: float) -> None:
        self._register = register
        self._phases = phases
        self._voltage = voltage
        self._vehicle: Vehicle | None = None
        self._battery = 0.0
        self._began: datetime | None = None
        self._at: datetime | None = None
        self._draw = NOTHING
        self._offer = Offer(0.0, phases)

    @property
    def register(self) -> int:
        return int(self._register)

    @property
    def suspended(self) -> Suspended | None:
        return self._draw.suspended

    @property
    def power(self) -> float:
        return self._draw.current * self._draw.phases * self._voltage

    @property
    def soc(self) -> float | None:
        return self._battery / self._vehicle.capacity if self._vehicle else None

    def plug(self, vehicle: Vehicle) -> None:
        self._vehicle, self._battery = vehicle, vehicle.arrives_with * vehicle.capacity

    def unplug(self) -> None:
        self._vehicle = None
        self.stop()

    def start(self, at: datetime) -> None:
        """Close the contactor: from here on energy flows as car and charge point allow."""
        self._began = self._at = at

    def stop(self) -> None:
        self._began, self._draw = None, NOTHING

    def advance(self, to: datetime, offer_at: Callable[[datetime], Offer]) -> None:
        if self._began is None or self._at is None or self._vehicle is None:
            return
        while self._at < to:
            step = min(STEP, to - self._at)
            middle = self._at + step / 2
            self._offer = offer_at(middle)
            seconds = (middle - self._began).total_seconds()
            self._draw = draw(self._vehicle, self.soc or 0.0, seconds, self._offer)
            energy = self.power * step.total_seconds() / 3600
            self._register += energy
            self._battery = min(self._vehicle.capacity, self._battery + energy)
            self._at += step

    def read(self, chance: Random) -> Reading:
        """A real grid is never quite steady: the voltage is, by a volt or two, left to chance."""
        voltages = [self._voltage + chance.uniform(-1.5, 1.5) for _ in range(self._phases)]
        drawn = [self._draw.current if n < self._draw.phases else 0.0 for n in range(self._phases)]
        return Reading(
            energy=self.register,
            currents=tuple(drawn),
            voltages=tuple(voltages),
            offered=self._offer.current if self._began else 0.0,
            soc=self.soc,
            temperature=28.0 + self.power / 2000,
        )
