from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from csms.wire.meanings import Descriptive, Text, Verbatim


@pytest.mark.parametrize("text", [Text(3), Descriptive(3), Verbatim(3)])
@pytest.mark.parametrize("value", ["", "üüü"])
def test_a_text_is_as_long_as_its_meaning_says(text: Text, value: str) -> None:
    assert TypeAdapter(Annotated[str, text]).validate_python(value) == value


@pytest.mark.parametrize("value", ["four", 17, True, None, "\ud800"])
def test_what_is_longer_or_no_text_is_a_fault(value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Annotated[str, Descriptive(3)]).validate_python(value)


def test_without_a_length_a_text_has_any() -> None:
    assert TypeAdapter(Annotated[str, Verbatim()]).validate_python(1_000 * "x") == 1_000 * "x"
