"""The limits of AWS that a fleet may reach, in one place."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

FILE = Path(__file__).with_name("limits.yaml")


class Limit(NamedTuple):
    name: str
    most: int
    unit: str
    of: str
    moved_by: str
    read: str = ""


@cache
def limits() -> dict[str, Limit]:
    listed = yaml.safe_load(FILE.read_text())["limits"]
    return {name: Limit(name, **one) for name, one in listed.items()}
