from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from pynamodb.attributes import DiscriminatorAttribute, MapAttribute
from pynamodb.exceptions import AttributeNullError

from csms import store
from csms.store import table
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.message_log import LoggedFrame
from csms.store.table.items import Item
from tests.support import NOON, RESOURCES

VALUES: tuple[Any, ...] = (
    *("text", 5, Decimal("5.5"), NOON, True, {"one", "two"}, {5, 7}),
    *(["text"], [NOON], [], {"1": {"a": "b"}}),
)


def models(below: type[Item]) -> Iterator[type[Item]]:
    for model in below.__subclasses__():
        yield model
        yield from models(model)


def written(attribute: Any, model: type[Item]) -> Any:
    """What may stand in an item for an attribute: the first of the values that comes back."""
    if isinstance(attribute, DiscriminatorAttribute):
        return attribute.get_discriminator(model)
    for value in VALUES:
        with suppress(Exception):
            if attribute.deserialize(text := attribute.serialize(value)) == value:
                return text
    raise AssertionError(f"{attribute.attr_name} of {model.__name__} takes none of these")


for module in walk_packages(store.__path__, "csms.store."):
    import_module(module.name)
KINDS = {
    model
    for base in (table.StateItem, table.HistoryItem)
    for model in models(base)
    if base.kind.get_discriminator(model)
}
EVERY = sorted(KINDS, key=lambda model: model.__qualname__)


def raw_of(model: type[Item], wanted: Callable[[Any], bool] = lambda _: True) -> dict[str, Any]:
    attributes = [each for each in model.get_attributes().values() if wanted(each)]
    return {each.attr_name: {each.attr_type: written(each, model)} for each in attributes}


@pytest.fixture
def pynamodb_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("__init__", "_container_deserialize"):
        monkeypatch.delattr(Item, name)


def test_the_tables_are_the_templates() -> None:
    """Those that the tests make are; their names come from the environment."""
    assert table.StateItem.Meta.table_name == "csms-state"
    assert table.HistoryItem.Meta.table_name == "csms-history"
    for resource in ("StateTable", "HistoryTable"):
        keys = RESOURCES[resource]["Properties"]["KeySchema"]
        assert [key["AttributeName"] for key in keys] == ["pk", "sk"]
        ttl = RESOURCES[resource]["Properties"]["TimeToLiveSpecification"]
        assert ttl["AttributeName"] == "expires_at"


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.__name__)
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "what it must have"])
def test_items_are_read_and_written_as_pynamodb_does(
    model: type[Item], whole: bool, request: pytest.FixtureRequest
) -> None:
    raw = raw_of(model, lambda attribute: whole or not attribute.null)
    ours = model.from_raw_data(raw)
    request.getfixturevalue("pynamodb_s_own")
    theirs = model._instantiate(raw)
    assert type(ours) is type(theirs) is model
    assert ours.attribute_values.keys() == theirs.attribute_values.keys()
    assert ours.serialize() == theirs._container_serialize()


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.__name__)
def test_a_new_item_has_what_pynamodb_gives_it(
    model: type[Item], request: pytest.FixtureRequest
) -> None:
    ours = model("pk", "sk").attribute_values
    request.getfixturevalue("pynamodb_s_own")
    theirs = model(pk="pk", sk="sk").attribute_values
    assert ours.keys() == theirs.keys()
    for name, value in ours.items():
        if isinstance(value, MapAttribute):
            assert vars(value) == vars(theirs[name])
        else:
            assert value == theirs[name]


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.__name__)
def test_bytes_are_written_as_base64(model: type[Item]) -> None:
    for spelled, typed in raw_of(model).items():
        assert not isinstance(next(iter(typed.values())), bytes), spelled


def test_no_two_items_share_what_they_begin_with() -> None:
    one, other = ChargePoint.of("CP1"), ChargePoint.of("CP2")
    one.connectors["1"] = {"status": "Available"}
    assert not other.connectors.attribute_values


def test_null_is_as_if_it_were_not_there() -> None:
    raw = raw_of(ChargePoint) | {"interval": {"NULL": True}, "registration": {"NULL": True}}
    charge_point = ChargePoint.from_raw_data(raw)
    assert (charge_point.interval, charge_point.registration) == (None, "Accepted")


def test_what_an_item_must_have_is_not_left_out() -> None:
    with pytest.raises(AttributeNullError, match="received_at"):
        LoggedFrame("pk", "sk").serialize()


def test_an_item_of_another_kind_is_none_of_this() -> None:
    with pytest.raises(ValueError, match="IdTag is no ChargePoint"):
        ChargePoint.from_raw_data(raw_of(IdTag))
    assert table.item_of(ChargePoint, raw_of(IdTag)) is None
