import json

import pytest

from csms_tools.template_parameters import HARMLESS, hidden, parameters_of
from tests.support import ROOT, TEMPLATE

FILE = ROOT / "functions" / "api" / "console" / "parameters.json"


def test_what_is_said_of_the_parameters_is_what_the_template_says() -> None:
    made = "python -m csms_tools.template_parameters functions/api/console/parameters.json"
    assert json.loads(FILE.read_text()) == parameters_of(TEMPLATE), f"{made} writes it anew"


def test_every_parameter_has_its_place_in_one_group() -> None:
    named = [one["name"] for group in json.loads(FILE.read_text()) for one in group["parameters"]]
    assert sorted(named) == sorted(TEMPLATE["Parameters"])


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("ClientSecret", {}),
        ("AdminPassword", {}),
        ("SigningKey", {}),
        ("PasswordHash", {}),
        ("BearerToken", {}),
        ("Colour", {"NoEcho": True}),
        ("ClientCaKey", {"NoEcho": True}),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_may_be_a_secret_is_hidden(name: str, declared: dict[str, bool]) -> None:
    assert hidden(name, declared)


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_what_is_only_named_like_a_secret_is_a_host_a_certificate_a_file_or_a_choice(
    name: str,
) -> None:
    declared = TEMPLATE["Parameters"][name]
    told = f"{declared['Description']} {declared.get('AllowedValues', '')}"
    assert "NoEcho" not in declared
    assert any(word in told for word in ("host", "certificate of", "PEM file", "First", "Refused"))
