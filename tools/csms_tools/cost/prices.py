"""The dated list of prices, and what is assumed where nothing could be measured."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FILE = Path(__file__).with_name("prices.yaml")


class Price(NamedTuple):
    """`dollars` for so many of the unit; `read`: where the figure was read, "" if nowhere."""

    dollars: float
    for_: int
    unit: str
    source: str
    read: str

    @property
    def each(self) -> float:
        return self.dollars / self.for_


class Assumption(NamedTuple):
    value: float
    unit: str
    source: str


class Prices(NamedTuple):
    region: str
    date: date
    prices: dict[str, Price]
    assumptions: dict[str, Assumption]

    def of(self, name: str, amount: float) -> float:
        """Dollars."""
        return self.prices[name].each * amount

    def assumed(self, name: str) -> float:
        return self.assumptions[name].value


@cache
def prices() -> Prices:
    listed: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return Prices(
        listed["region"],
        listed["date"],
        {
            name: Price(one["dollars"], one["for"], one["unit"], one["source"], one.get("read", ""))
            for name, one in listed["prices"].items()
        },
        {name: Assumption(**one) for name, one in listed["assumptions"].items()},
    )
