from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from csms.wire.faults import A_TIME, told
from csms.wire.ocpp16 import Timestamp


class Inner(BaseModel):
    pass


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    whole: Annotated[int, Field(ge=1, le=9)] = 1
    text: Annotated[str, Field(min_length=1, max_length=3)] = "a"
    flag: bool = False
    word: Literal["a", "b"] = "a"
    number: float = 0
    exact: Annotated[Decimal, Field(gt=0, lt=5)] = Decimal(1)
    things: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    inner: Inner = Inner()
    at: Timestamp | None = None
    own: int = 0

    @field_validator("own")
    @classmethod
    def _own(cls, value: int) -> int:
        if value > 1:
            raise ValueError("is too much for us")
        return value


class Due(BaseModel):
    due: int


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"whole": "1"}, "should be a whole number"),
        ({"whole": 1.5}, "should be a whole number"),
        ({"whole": 0}, "should be 1 or more"),
        ({"whole": 10}, "should be 9 or less"),
        ({"text": 1}, "should be text"),
        ({"text": "abcd"}, "should have at most 3 characters"),
        ({"text": ""}, "should have at least 1 character"),
        ({"flag": 1}, "should be true or false"),
        ({"word": "c"}, "should be 'a' or 'b'"),
        ({"number": "1"}, "should be a number"),
        ({"exact": Decimal(0)}, "should be more than 0"),
        ({"exact": Decimal(5)}, "should be less than 5"),
        ({"things": 1}, "should be a list"),
        ({"things": []}, "should have at least 1 item"),
        ({"things": [1, 2, 3]}, "should have at most 2 items"),
        ({"inner": 1}, "should be an object"),
        ({"at": "soon"}, A_TIME),
        ({"other": 1}, "there is no such field"),
        ({"own": 2}, "is too much for us"),
    ],
)
def test_a_fault_is_told_in_words_of_our_own(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Model.model_validate(given)
    assert told(refused.value.errors()[0]) == said


def test_what_is_not_there_is_missing() -> None:
    with pytest.raises(ValidationError) as refused:
        Due.model_validate({})
    assert told(refused.value.errors()[0]) == "is missing"
