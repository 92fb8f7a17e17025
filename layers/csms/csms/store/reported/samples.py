"""Samples as they are stored: years of them are kept, so what goes without saying is not."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.constants import BINARY

from csms.store.table import Raw
from csms.store.table.packing import packed, spelled, unpacked
from csms.wire.meter_values import DEFAULTS

VALUE = "value"  # the one member that is a number

Samples = list[dict[str, Any]]


class SamplesAttribute(Attribute[Samples]):
    """Samples as `domain.metering.samples` makes them, packed.

    Older versions stored a list of maps; those that shared an item have been unpacked already.
    """

    attr_type = BINARY

    def serialize(self, value: Samples) -> str:
        text = json.dumps(telling(value), ensure_ascii=False, separators=(",", ":"))
        return spelled(packed(text))

    def get_value(self, value: Raw) -> Any:
        return value.get("B", value)

    def deserialize(self, value: Any) -> Samples:
        if not isinstance(value, dict):
            return told(json.loads(unpacked(value)))
        if "S" in value:
            return told(json.loads(value["S"]))
        return told({name: _plain(field) for name, field in one["M"].items()} for one in value["L"])


def telling(samples: Iterable[Mapping[str, Any]], at: str | None = None) -> list[dict[str, str]]:
    """Without what is of the `DEFAULTS`, and a time that is `at` or that of the one before."""
    found = []
    for sample in samples:
        untold = DEFAULTS | {"at": at}
        found.append(
            {name: str(field) for name, field in sample.items() if untold.get(name) != field}
        )
        at = sample.get("at", at)
    return found


def told(samples: Iterable[Mapping[str, Any]], at: str | None = None) -> Samples:
    found = []
    for sample in samples:
        at = sample.get("at", at)
        whole = {**({"at": at} if at else {}), **DEFAULTS, **sample}
        if VALUE in whole:
            whole[VALUE] = Decimal(whole[VALUE])
        found.append(whole)
    return found


def _plain(field: Raw) -> str:
    text: str = field["N"] if "N" in field else field["S"]
    return text
