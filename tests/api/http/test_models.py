from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from api.http.models import Body, Change, Flag, Number, Page, Time, View


class Thing(View):
    some_name: int
    at: Time | None = None
    amount: Number | None = None


class Things(Page[Thing]):
    pass


class NewThing(Body):
    some_name: int
    at: Time | None = None


def test_what_is_not_known_is_left_out_and_times_are_in_utc() -> None:
    at = datetime(2026, 6, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    page = Things(items=[Thing(some_name=1, at=at)])
    spelled = page.model_dump_json(by_alias=True, exclude_none=True)
    assert spelled == '{"items":[{"someName":1,"at":"2026-06-01T12:00:00.000Z"}]}'


@pytest.mark.parametrize(("value", "spelled"), [("12", "12"), ("1.50", "1.5"), ("1E+2", "100")])
def test_a_number_is_jsons_own(value: str, spelled: str) -> None:
    thing = Thing(some_name=1, amount=Decimal(value))
    assert f'"amount":{spelled}}}' in thing.model_dump_json(by_alias=True, exclude_none=True)


@pytest.mark.parametrize(
    "sent",
    [
        {"some_name": 1},
        {"someName": "1"},
        {"someName": 1.0},
        {"someName": True},
        {"someName": 1, "other": 1},
        {"someName": 1, "at": 5},
        {"someName": None},
    ],
)
def test_a_body_has_jsons_types_and_known_names(sent: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NewThing.model_validate(sent)


def test_a_flag_is_true_or_false() -> None:
    flag: TypeAdapter[bool] = TypeAdapter(Flag)
    assert flag.validate_python("true") is True
    assert flag.validate_python("false") is False
    for other in ("1", "yes", "", "TRUE", 1):
        with pytest.raises(ValidationError):
            flag.validate_python(other)


def test_a_change_tells_no_defaults() -> None:
    class Lamp(Change):
        bright: bool = True

    assert Lamp().bright
    assert Lamp.model_json_schema()["properties"]["bright"] == {
        "title": "Bright",
        "type": "boolean",
    }
