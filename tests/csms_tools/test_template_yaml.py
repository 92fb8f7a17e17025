"""CloudFormation's YAML, as fast as it can be had."""

import pytest
import yaml
from samtranslator.yaml_helper import yaml_parse

from csms_tools.template_yaml import parsed
from tests.support import ROOT


def test_it_says_what_the_slow_parser_says() -> None:
    text = (ROOT / "template.yaml").read_text()
    assert parsed(text) == yaml_parse(text)


def test_short_forms_are_what_they_stand_for() -> None:
    assert parsed("{a: !Ref B, c: !GetAtt D.Arn, e: !Sub '${F}', g: !If [H, 1, 2]}") == {
        "a": {"Ref": "B"},
        "c": {"Fn::GetAtt": ["D", "Arn"]},
        "e": {"Fn::Sub": "${F}"},
        "g": {"Fn::If": ["H", 1, 2]},
    }


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(yaml.YAMLError):
        parsed("a: [")
