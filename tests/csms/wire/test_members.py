from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import Field, ValidationError

from csms.wire.meanings import (
    Descriptive,
    Flag,
    Identifier,
    Meaning,
    Moment,
    Number,
    Reading,
    Verbatim,
    Word,
)
from csms.wire.members import Member, members_of
from csms.wire.ocpp16 import Integer, Payload, Timestamp
from tests.actions import ACTIONS, request_model, response_model

Tuned = Literal["Fine", "Off"]


class Inner(Payload):
    value: str


class Piano(Payload):
    ONE_OF: ClassVar = (("maker", "tuned"),)

    maker: Annotated[str, Descriptive(20)]
    serial_number: Annotated[str, Verbatim(20)] | None = None
    keys: Integer
    weight: Annotated[Integer | None, Reading()]
    height: Decimal
    upright: bool
    built: Timestamp
    sold: datetime | None = None
    tuned: Tuned
    tuned_before: Annotated[Tuned | None, Word(essential=True)]
    notes: Annotated[list[Inner] | None, Field(min_length=1)]
    owners: list[Annotated[str, Field(max_length=50)]] | None = None
    stool: Inner | None = None


def member(name: str) -> Member:
    (found,) = (one for one in members_of(Piano) if one.name == name)
    return found


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("maker", Descriptive(20)),
        ("serial_number", Verbatim(20)),
        ("keys", Identifier()),
        ("weight", Reading()),
        ("height", Number()),
        ("upright", Flag()),
        ("built", Moment()),
        ("sold", Moment()),
        ("tuned", Word()),
        ("tuned_before", Word(essential=True)),
        ("notes", None),
        ("stool", None),
    ],
)
def test_a_meaning_is_what_is_said_or_that_of_the_type(name: str, meaning: Meaning | None) -> None:
    assert member(name).meaning == meaning


def test_a_member_goes_by_its_name_on_the_wire() -> None:
    assert [one.alias for one in members_of(Piano)][:3] == ["maker", "serialNumber", "keys"]


@pytest.mark.parametrize(
    ("name", "required", "nullable"),
    [
        ("maker", True, False),
        ("serial_number", False, True),
        ("weight", True, True),
        ("tuned_before", True, True),
        ("notes", True, True),
        ("owners", False, True),
    ],
)
def test_what_has_to_come_may_all_the_same_be_lacking(
    name: str, required: bool, nullable: bool
) -> None:
    assert (member(name).required, member(name).nullable) == (required, nullable)


def test_a_word_has_its_list() -> None:
    assert member("tuned").words == member("tuned_before").words == ("Fine", "Off")
    assert member("maker").words == ()


def test_a_list_has_elements_and_an_object_a_model() -> None:
    notes, owners = member("notes").element, member("owners").element
    assert notes
    assert owners
    assert (notes.model, notes.meaning) == (Inner, None)
    assert (owners.model, owners.meaning) == (None, Verbatim())
    assert notes.required
    assert owners.required
    assert member("stool").model is Inner
    assert member("keys").element is None
    assert member("keys").model is None


def test_a_list_that_must_not_be_empty_is_filled() -> None:
    assert member("notes").filled
    assert not member("owners").filled


@pytest.mark.parametrize("came", ["88", 88.0, True, 2**63])
def test_a_value_is_read_strictly(came: Any) -> None:
    with pytest.raises(ValidationError):
        member("keys").adapter.validate_python(came)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_member_of_every_message_has_a_meaning_or_is_made_of_others(action: str) -> None:
    open_ = [request_model(action), response_model(action)]
    while open_:
        for one in members_of(open_.pop()):
            inner = one.element or one
            assert inner.meaning or inner.model
            open_ += [inner.model] if inner.model else []  # type: ignore[list-item]
