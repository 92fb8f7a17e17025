"""What the meter can say, and how a reading is put into sampled values (§7.31, §7.43)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ocpp.v16.enums import Location, Measurand, ReadingContext, UnitOfMeasure

ENERGY = Measurand.energy_active_import_register

SUPPORTED: frozenset[str] = frozenset(
    {
        Measurand.current_import,
        Measurand.current_offered,
        ENERGY,
        Measurand.power_active_import,
        Measurand.power_factor,
        Measurand.power_offered,
        Measurand.soc,
        Measurand.temperature,
        Measurand.voltage,
    }
)
PHASED: frozenset[str] = frozenset(
    {Measurand.current_import, Measurand.power_active_import, Measurand.voltage}
)
PHASES = ("L1", "L2", "L3")


@dataclass(frozen=True)
class Reading:
    """Everything the meter of one connector shows at one moment."""

    energy: int
    currents: tuple[float, ...]
    voltages: tuple[float, ...]
    offered: float
    soc: float | None
    temperature: float = 30.0

    @property
    def powers(self) -> tuple[float, ...]:
        return tuple(a * v for a, v in zip(self.currents, self.voltages, strict=True))


def split(wanted: str) -> tuple[str, str | None]:
    """`Voltage.L1` is a measurand with its phase (§9.1.17)."""
    name, _, last = wanted.rpartition(".")
    return (name, last) if last in PHASES else (wanted, None)


def known(wanted: str) -> bool:
    measurand, phase = split(wanted)
    return measurand in SUPPORTED and (phase is None or measurand in PHASED)


def sampled_values(
    reading: Reading, wanted: Iterable[str], context: str = ReadingContext.sample_periodic
) -> list[dict[str, str]]:
    """A measurand that has no value now (SoC without a car) is left out."""
    values: list[dict[str, str]] = []
    for name in wanted:
        measurand, phase = split(name)
        for value, on, unit in _values(reading, measurand, phase):
            entry = {"value": value, "context": context, "measurand": measurand}
            if on:
                entry["phase"] = on
            inside = measurand == Measurand.soc
            entry["location"] = Location.ev if inside else Location.outlet
            if unit:
                entry["unit"] = unit
            values.append({key: str(text) for key, text in entry.items()})
    return values


def _values(
    reading: Reading, measurand: str, phase: str | None
) -> list[tuple[str, str | None, str | None]]:
    """(value, phase, unit) of one measurand; currents and voltages only exist by phase."""
    if measurand == Measurand.power_active_import and phase is None:
        return [(f"{sum(reading.powers):.1f}", None, UnitOfMeasure.w)]
    if measurand in PHASED:
        series, unit, suffix = {
            Measurand.current_import: (reading.currents, UnitOfMeasure.a, ""),
            Measurand.voltage: (reading.voltages, UnitOfMeasure.v, "-N"),
            Measurand.power_active_import: (reading.powers, UnitOfMeasure.w, ""),
        }[Measurand(measurand)]
        pairs = zip(PHASES, series, strict=False)
        return [(f"{v:.1f}", on + suffix, unit) for on, v in pairs if phase in (None, on)]
    if measurand == Measurand.soc:
        return [] if reading.soc is None else [(f"{reading.soc * 100:.0f}", None, "Percent")]
    power_offered = reading.offered * sum(reading.voltages)
    single: dict[str, tuple[str, str | None]] = {
        ENERGY: (str(reading.energy), UnitOfMeasure.wh),
        Measurand.current_offered: (f"{reading.offered:.1f}", UnitOfMeasure.a),
        Measurand.power_offered: (f"{power_offered:.1f}", UnitOfMeasure.w),
        Measurand.power_factor: ("0.99" if sum(reading.currents) else "1", None),
        Measurand.temperature: (f"{reading.temperature:.1f}", UnitOfMeasure.celsius),
    }
    value, unit_of = single[measurand]
    return [(value, None, unit_of)]
