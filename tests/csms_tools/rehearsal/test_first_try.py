from pathlib import Path

import yaml

from csms_tools.rehearsal.first_try import KEPT, failing


def test_the_copy_fails_once_all_that_outlives_a_stack_is_there(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Resources: {StateTable: {Type: 'AWS::DynamoDB::Table'}}")
    copy = failing(template)
    assert copy.parent == tmp_path  # code is found beside it
    resources = yaml.safe_load(copy.read_text())["Resources"]
    assert "StateTable" in resources
    assert {*resources["Fails"]["DependsOn"]} == KEPT
    assert "Fails" not in template.read_text()
