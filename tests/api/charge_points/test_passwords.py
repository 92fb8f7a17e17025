import pytest
from pydantic import TypeAdapter, ValidationError

from api.charge_points.passwords import Password
from csms.credentials import new_key

PASSWORD: TypeAdapter[str] = TypeAdapter(Password)


@pytest.mark.parametrize("value", ["x" * 16, "x" * 20, "ü" * 8, "0a" * 16, "0A" * 20])
def test_a_password_is_what_authorization_key_takes(value: str) -> None:
    assert PASSWORD.validate_python(value) == value


@pytest.mark.parametrize("value", ["", "x" * 15, "x" * 21, "ü" * 11, "0a" * 21, "0a" * 15 + "x"])
def test_nothing_else_is_one(value: str) -> None:
    with pytest.raises(ValidationError):
        PASSWORD.validate_python(value)


def test_a_new_password_is_one_and_no_other() -> None:
    made = {new_key() for _ in range(50)}
    assert len(made) == 50
    assert all(PASSWORD.validate_python(one) == one and one.isalnum() for one in made)
