import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.configuration_templates import (
    ConfigurationTemplate,
    ModelTaken,
    find,
    for_pending,
    remove,
    store,
)
from csms.store.provisioned.versions import Moved
from csms.store.reported import charge_point_state
from csms.wire.ocpp16 import Call
from tests.support import NOON

BOOT = {"chargePointVendor": "ACME", "chargePointModel": "X1"}


@pytest.fixture(autouse=True)
def cp(cp1: str) -> str:
    return cp1


def template(
    name: str = "one", *, model: str | None = "X1", pending: bool = True, **values: str
) -> ConfigurationTemplate:
    one = ConfigurationTemplate.of(name)
    one.name, one.vendor, one.model, one.values = name, "ACME", model, values
    one.apply_while_pending, one.changed_at = pending, NOON
    return one


def booted(**boot: str) -> ChargePoint:
    return charge_point_state.booted(Call("CP1", "", NOON), boot)


def test_a_template_is_kept_as_it_is() -> None:
    store(None, template(B="2", A="1"))
    kept = find("one")
    assert kept
    assert list(kept.values.items()) == [("B", "2"), ("A", "1")]
    assert kept.version == 1
    assert find("two") is None


def test_none_overwrites_unseen_what_another_has_stored() -> None:
    first = template(A="1")
    store(None, first)
    with pytest.raises(Moved):
        store(None, template(A="2"))
    store(first, template(A="3"))
    with pytest.raises(Moved):
        store(first, template(A="4"))
    with pytest.raises(Moved):
        remove(first)
    kept = find("one")
    assert kept
    assert kept.values == {"A": "3"}
    assert kept.mark != first.mark


def test_a_pending_charge_point_has_the_template_of_its_model() -> None:
    store(None, template())
    found = for_pending(booted(**BOOT))
    assert found
    assert found.name == "one"
    assert for_pending(booted(**BOOT | {"chargePointModel": "X2"})) is None
    assert for_pending(booted()) is None
    with pytest.raises(ModelTaken):
        store(None, template("two"))
    kept = find("one")
    assert kept
    store(kept, template(pending=False))
    assert for_pending(booted(**BOOT)) is None


def test_a_template_that_is_deleted_is_applied_no_more() -> None:
    store(None, template())
    kept = find("one")
    assert kept
    remove(kept)
    assert for_pending(booted(**BOOT)) is None
    store(None, template("two"))


def test_what_a_charge_point_has_not_said_speaks_against_no_template() -> None:
    assert template().is_for(ChargePoint.of("CP1"))
    assert template().is_for(booted(**BOOT))
    assert not template(model="X2", pending=False).is_for(booted(**BOOT))
    assert template(model=None, pending=False).is_for(booted(**BOOT))
    assert not template().is_for(booted(**BOOT | {"chargePointVendor": "Other"}))
