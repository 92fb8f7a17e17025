from decimal import Decimal
from typing import Any

from csms.store.reported.samples import SamplesAttribute, telling, told

AT = "2026-06-01T12:00:00.000Z"
USUAL = {"context": "Sample.Periodic", "format": "Raw", "location": "Outlet"}
SAMPLES: list[dict[str, Any]] = [
    {"at": AT, "measurand": "SoC", "unit": "Percent", "value": Decimal("0.10"), **USUAL},
    {"at": AT, "measurand": "SoC", "text": "Ä", "odd": "true", **USUAL | {"location": "EV"}},
    {"at": "2026-06-01T12:01:00.000Z", "measurand": "RPM", "value": Decimal("1E+3"), **USUAL},
]


def test_what_goes_without_saying_is_not_stored_with_each_sample() -> None:
    assert telling(SAMPLES, AT) == [
        {"measurand": "SoC", "unit": "Percent", "value": "0.10"},
        {"measurand": "SoC", "text": "Ä", "odd": "true", "location": "EV"},
        {"at": "2026-06-01T12:01:00.000Z", "measurand": "RPM", "value": "1E+3"},
    ]
    assert told(telling(SAMPLES, AT), AT) == SAMPLES


def test_what_is_packed_is_read_as_it_was() -> None:
    attribute = SamplesAttribute()
    kept = attribute.serialize(SAMPLES)
    assert attribute.deserialize(attribute.get_value({"B": kept})) == SAMPLES
    assert len(kept) < 110
