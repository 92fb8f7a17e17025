from typing import Any

import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table.attributes import ShortAttribute
from tests.support import NOON

RAW: dict[str, Any] = {
    "pk": {"S": "CP#CP1"},
    "sk": {"S": "CP"},
    "kind": {"S": "charge point"},
    "security_profile": {"N": "2"},
    "interval": {"N": "60"},
    "boot": {"S": '{"chargePointVendor":"A"}'},
    "connectors": {"M": {"1": {"M": {"status": {"S": "Charging"}}}}},
    "of_a_later_version": {"S": "x"},
}


def test_what_nobody_looks_at_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[object] = []

    def deserialize(_: ShortAttribute, value: object) -> dict[str, object]:
        decoded.append(value)
        return {}

    monkeypatch.setattr(ShortAttribute, "deserialize", deserialize)
    charge_point = ChargePoint.from_raw_data(RAW)
    assert charge_point.security_profile == 2
    assert decoded == []
    assert charge_point.boot == charge_point.boot == {}
    assert len(decoded) == 1


def test_what_is_set_takes_the_place_of_what_was_stored() -> None:
    charge_point = ChargePoint.from_raw_data(RAW)
    charge_point.interval, charge_point.booted_at, charge_point.connectors = 30, NOON, {"2": {}}
    assert (charge_point.interval, charge_point.booted_at) == (30, NOON)
    assert charge_point.connectors.as_dict() == {"2": {}}
    assert charge_point.serialize()["interval"] == {"N": "30"}


def test_a_map_is_one_object_that_may_be_changed_in_place() -> None:
    charge_point = ChargePoint.from_raw_data(RAW)
    charge_point.connectors["2"] = {"status": "Available"}
    charge_point.triggered["Heartbeat"] = "now"
    assert set(charge_point.connectors) == {"1", "2"}
    assert charge_point.serialize()["triggered"] == {"M": {"Heartbeat": {"S": "now"}}}


def test_values_are_a_mapping_of_what_is_there() -> None:
    values = ChargePoint.from_raw_data(RAW).attribute_values
    assert {*values} >= {"pk", "kind", "interval", "connectors", "available_at", "registration"}
    assert "booted_at" not in values
    assert "of_a_later_version" not in values
    assert len(values) == len(list(values.items()))
    with pytest.raises(KeyError):
        values["booted_at"]
    with pytest.raises(TypeError):
        del values["interval"]
