import logging
from pathlib import Path

import pytest

from csms_tools.local.stack.template import TemplateError, folder, translated
from csms_tools.local.stack.translation import translation
from tests.csms_tools.local import stacks

REGION = "eu-west-1"
PARAMETERS = """
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Validation: {Type: String, Default: Lenient, AllowedValues: [Lenient, Strict]}
  Profile: {Type: Number, Default: 2, AllowedValues: [0, 1, 2, 3]}
  Interval: {Type: Number, Default: 300, MinValue: 1, MaxValue: 300}
  Stage: {Type: String, Default: ocpp, AllowedPattern: "^[a-z]+$"}
Resources:
  Topic: {Type: AWS::SNS::Topic}
"""


@pytest.fixture
def parameters(tmp_path: Path) -> Path:
    template = tmp_path / "template.yaml"
    template.write_text(PARAMETERS)
    return template


def test_sam_becomes_cloudformation_with_a_role_for_every_function(tmp_path: Path) -> None:
    resources = translated(stacks.application(tmp_path), {}, REGION)["Resources"]
    assert resources["Allowed"]["Type"] == "AWS::Lambda::Function"
    assert resources["AllowedRole"]["Type"] == "AWS::IAM::Role"


def test_the_folder_of_the_code_is_kept(tmp_path: Path) -> None:
    resources = translated(stacks.application(tmp_path), {}, REGION)["Resources"]
    assert folder(resources["Allowed"]["Properties"]["Code"]) == "functions/"


def test_translating_says_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    template = stacks.application(tmp_path)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            translation(template, template.read_text(), {}, REGION)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"Unknown": "1"}, "the template has no parameter Unknown"),
        ({"Validation": "strict"}, "parameter Validation is one of Lenient, Strict"),
        ({"Profile": "4"}, "parameter Profile is one of 0, 1, 2, 3"),
        ({"Interval": "soon"}, "parameter Interval is a number"),
        ({"Interval": "0"}, "parameter Interval is at least 1"),
        ({"Interval": "301"}, "parameter Interval is at most 300"),
        ({"Stage": "OCPP"}, r"parameter Stage must match \^\[a-z\]\+\$"),
    ],
)
def test_parameters_that_cloudformation_would_refuse_are_refused(
    parameters: Path, given: dict[str, str], complaint: str
) -> None:
    with pytest.raises(TemplateError, match=complaint):
        translated(parameters, given, REGION)


def test_parameters_that_it_would_take_are_taken(parameters: Path) -> None:
    given = {"Validation": "Strict", "Profile": "0", "Interval": "300", "Stage": "test"}
    assert translated(parameters, given, REGION)


def test_a_file_that_is_missing_or_no_yaml_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"template\.yaml: .*No such file"):
        translated(tmp_path / "template.yaml", {}, REGION)
    (tmp_path / "template.yaml").write_text("Resources: [")
    with pytest.raises(TemplateError, match=r"template\.yaml: "):
        translated(tmp_path / "template.yaml", {}, REGION)


def test_what_sam_refuses_is_told_with_the_resource(tmp_path: Path) -> None:
    template = stacks.application(tmp_path, more="Bad: {Type: AWS::Serverless::Function}")
    text = template.read_text().replace("    CodeUri: functions/\n", "")
    template.write_text(text)
    with pytest.raises(TemplateError, match="Resource with id \\[Bad\\] is invalid"):
        translated(template, {}, REGION)
