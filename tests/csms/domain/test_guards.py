from datetime import timedelta

import pytest

from csms.domain.command_context import CommandContext
from csms.domain.guards import group_of, may_not_charge, needs_configuration, unknown_connector
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.configuration import Configuration, Entry
from csms.store.table import StateItem
from csms.wire.ocpp16 import Request
from tests.support import NOON


def context(*items: StateItem, connectors: int | None = None) -> CommandContext:
    configuration = Configuration.of("CP1")
    if connectors is not None:
        number = Entry("NumberOfConnectors", readonly=True, value=str(connectors), at=NOON)
        configuration.keep([number])
    charge_point = ChargePoint.of("CP1")
    charge_point.connectors = {"7": {"status": "Available"}}
    return CommandContext(
        charge_point, NOON, items={(item.pk, item.sk): item for item in (configuration, *items)}
    )


def tag(id_tag: str, parent: str | None = None, *, expires: timedelta | None = None) -> IdTag:
    one = IdTag.of(id_tag)
    one.id_tag, one.parent_id_tag = id_tag, parent
    one.expiry_date = NOON + expires if expires is not None else None
    return one


@pytest.mark.parametrize("connector_id", [None, 0, 1, 2, 7])
def test_a_connector_is_known_by_number_or_by_its_reports(connector_id: int | None) -> None:
    assert unknown_connector(context(connectors=2), connector_id) is None


@pytest.mark.parametrize("connector_id", [3, 6, 8])
def test_beyond_the_number_there_is_none(connector_id: int) -> None:
    assert unknown_connector(context(connectors=2), connector_id) == (
        f"the charge point has no connector {connector_id}: its NumberOfConnectors is 2"
    )


def test_what_is_not_known_is_no_reason() -> None:
    assert unknown_connector(context(), 99) is None
    assert unknown_connector(CommandContext(ChargePoint.of("CP1"), NOON), 99) is None


def test_no_connector_is_less_than_0() -> None:
    assert unknown_connector(context(), -1) == "-1 is no connector"


def test_a_tag_is_judged_as_authorize_would() -> None:
    second = timedelta(seconds=1)
    assert may_not_charge(context(tag("A")), "a") is None
    assert may_not_charge(context(tag("A", expires=second)), "A") is None
    assert may_not_charge(context(tag("A", expires=-second)), "A") == "the id tag A is Expired"
    assert may_not_charge(context(), "A") == "the id tag A is not known"
    group = tag("G", expires=-second)
    assert may_not_charge(context(tag("A", "g"), group), "A") == "the id tag A is Expired"
    assert may_not_charge(context(tag("A", "g")), "A") is None


def test_a_tag_leads_to_its_group() -> None:
    (group,) = group_of(context(tag("A", "g")), "a")
    assert (group.pk, group.sk) == ("TAG#G", "TAG")
    assert group_of(context(tag("A")), "A") == []
    assert group_of(context(), "A") == []


def test_a_command_needs_the_configuration_of_its_charge_point() -> None:
    (stub,) = needs_configuration(Request(), "CP9")
    assert (stub.pk, stub.sk) == ("CP#CP9", "CONFIGURATION")
