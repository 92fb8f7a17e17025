from pathlib import Path

import yaml

from csms_tools.rehearsal.first_try import KEPT, failed, failing


def test_the_copy_fails_once_all_that_outlives_a_stack_is_there(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Resources: {StateTable: {Type: 'AWS::DynamoDB::Table'}}")
    copy = failing(template)
    assert copy.parent == tmp_path  # code is found beside it
    resources = yaml.safe_load(copy.read_text())["Resources"]
    assert "StateTable" in resources
    assert {*resources["Fails"]["DependsOn"]} == KEPT
    assert "Fails" not in template.read_text()


def test_what_was_given_up_because_another_failed_is_no_cause() -> None:
    def event(id: str, status: str, reason: str) -> dict[str, str]:
        told = {"LogicalResourceId": id, "ResourceStatus": status}
        return told | {"ResourceStatusReason": reason}

    events = [
        event("Fails", "CREATE_FAILED", "timed out"),
        event("Api", "CREATE_FAILED", "Resource creation cancelled"),
        event("StateTable", "DELETE_COMPLETE", ""),
    ]
    assert failed(events) == ["Fails: timed out"]
