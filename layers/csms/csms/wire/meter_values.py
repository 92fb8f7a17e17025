"""Meter values as messages carry them (§7.32, §7.43)."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, get_args

from pydantic import Field

from csms.wire.meanings import Word
from csms.wire.mending import Kind, number
from csms.wire.ocpp16 import Payload, Text, Timestamp
from csms.wire.tolerance import Deviation

ReadingContext = Literal[
    "Interruption.Begin",
    "Interruption.End",
    "Sample.Clock",
    "Sample.Periodic",
    "Transaction.Begin",
    "Transaction.End",
    "Trigger",
    "Other",
]
ValueFormat = Literal["Raw", "SignedData"]
Measurand = Literal[
    "Energy.Active.Export.Register",
    "Energy.Active.Import.Register",
    "Energy.Reactive.Export.Register",
    "Energy.Reactive.Import.Register",
    "Energy.Active.Export.Interval",
    "Energy.Active.Import.Interval",
    "Energy.Reactive.Export.Interval",
    "Energy.Reactive.Import.Interval",
    "Power.Active.Export",
    "Power.Active.Import",
    "Power.Offered",
    "Power.Reactive.Export",
    "Power.Reactive.Import",
    "Power.Factor",
    "Current.Import",
    "Current.Export",
    "Current.Offered",
    "Voltage",
    "Frequency",
    "Temperature",
    "SoC",
    "RPM",
]
Phase = Literal["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"]
Location = Literal["Cable", "EV", "Inlet", "Outlet", "Body"]
UnitOfMeasure = Literal[
    "Wh",
    "kWh",
    "varh",
    "kvarh",
    "W",
    "kW",
    "VA",
    "kVA",
    "var",
    "kvar",
    "A",
    "V",
    "K",
    "Celcius",  # both spellings are in use (errata to OCPP-J §2.1)
    "Celsius",
    "Fahrenheit",
    "Percent",
    "Hertz",  # in the schema of MeterValues, not in that of StopTransaction
]

_KEPT = Word(kept=True)

DEFAULTS = {"context": "Sample.Periodic", "format": "Raw", "location": "Outlet"}
"""What a sample is where it does not say (§7.43)."""


class SampledValue(Payload):
    """One reading; what a charge point leaves out has the defaults of §7.43 (`domain.metering`).

    From a charge point that is tolerated a word may be any text, and the value may be missing.
    """

    value: Text | None
    context: Annotated[ReadingContext, _KEPT] | None = None
    format: Annotated[ValueFormat, _KEPT] | None = None
    measurand: Annotated[Measurand, _KEPT] | None = None
    phase: Annotated[Phase, _KEPT] | None = None
    location: Annotated[Location, _KEPT] | None = None
    unit: Annotated[UnitOfMeasure, _KEPT] | None = None

    @property
    def is_odd(self) -> bool:
        """Whether it has a word that OCPP does not know, or no value."""
        return self.value is None or any(
            getattr(self, name) not in words for name, words in _WORDS.items()
        )

    @property
    def fault(self) -> Kind | None:
        """What is wrong with its value, which by its schema may be any text."""
        if self.value is None or self.format == "SignedData":
            return None
        if not self.value.strip():
            return "Empty"
        if number(self.value) is None:
            return "NotANumber"
        return "DecimalComma" if "," in self.value else None


class MeterValue(Payload):
    timestamp: Timestamp
    sampled_value: Annotated[list[SampledValue], Field(min_length=1)]


def oddities(member: str, meter_values: Iterable[MeterValue] | None) -> Iterator[Deviation]:
    """Of the values of the samples; `member` is the list's name."""
    for meter_value in meter_values or ():
        for sampled in meter_value.sampled_value:
            if fault := sampled.fault:
                yield Deviation(f"{member}.sampledValue.value", fault, sampled.value)


_WORDS: dict[str, tuple[str | None, ...]] = {
    "context": (None, *get_args(ReadingContext)),
    "format": (None, *get_args(ValueFormat)),
    "measurand": (None, *get_args(Measurand)),
    "phase": (None, *get_args(Phase)),
    "location": (None, *get_args(Location)),
    "unit": (None, *get_args(UnitOfMeasure)),
}
