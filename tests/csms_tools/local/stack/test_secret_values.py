import json
from pathlib import Path

import pytest

from csms_tools.local.stack.resources import Resources
from csms_tools.local.stack.secret_values import secret_values, with_secrets
from csms_tools.local.stack.template import TemplateError

ARN = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:"


def resources(**properties: object) -> Resources:
    secret = {"Type": "AWS::SecretsManager::Secret", "Properties": properties}
    return Resources({"Resources": {"Origin": secret}}, {}, "")


def value(data: Path | None = None, **properties: object) -> str:
    return secret_values(resources(**properties), data)["Origin"]


def test_a_secret_is_random_and_as_long_as_the_template_says() -> None:
    first, second = (value(GenerateSecretString={"PasswordLength": 48}) for _ in range(2))
    assert len(first) == len(second) == 48
    assert first != second


def test_it_has_no_character_that_the_template_excludes() -> None:
    generated = {"PasswordLength": 4000, "ExcludeCharacters": "abcXYZ123"}
    assert not set(value(GenerateSecretString=generated)) & set("abcXYZ123")


def test_it_can_be_one_field_of_a_document() -> None:
    generated = {"SecretStringTemplate": '{"user": "edge"}', "GenerateStringKey": "password"}
    document = json.loads(value(GenerateSecretString=generated))
    assert document["user"] == "edge"
    assert len(document["password"]) == 32


def test_it_is_kept_with_the_data_for_nobody_else_to_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = value(data, GenerateSecretString={})
    assert value(data, GenerateSecretString={}) == first
    assert (data / "secrets.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("reference", "resolved"),
    [
        ("{{resolve:secretsmanager:Origin}}", '{"key": "word"}'),
        (f"{{{{resolve:secretsmanager:{ARN}Origin}}}}", '{"key": "word"}'),
        (f"{{{{resolve:secretsmanager:{ARN}Origin:SecretString}}}}", '{"key": "word"}'),
        ("pass={{resolve:secretsmanager:Origin:SecretString:key}}!", "pass=word!"),
        (f"{{{{resolve:secretsmanager:{ARN}Origin:SecretString:key::}}}}", "word"),
        ("no reference", "no reference"),
    ],
)
def test_dynamic_references_are_resolved(reference: str, resolved: str) -> None:
    known = dict.fromkeys(("Origin", f"{ARN}Origin"), '{"key": "word"}')
    assert with_secrets(reference, known) == resolved


@pytest.mark.parametrize(
    "reference", ["{{resolve:secretsmanager:Unknown}}", "{{resolve:ssm:/some/parameter}}"]
)
def test_a_reference_to_what_is_not_there_is_refused(reference: str) -> None:
    with pytest.raises(TemplateError, match="is not known here"):
        with_secrets(reference, {"Origin": "x"})
