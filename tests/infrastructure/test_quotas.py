"""Throttles and concurrency are the parameters' to say, by a file too."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from csms_tools.local.stack.template import translated
from tests.infrastructure.template import RESOURCES, TEMPLATE
from tests.support import ROOT

PAGE = (ROOT / "docs/quotas.md").read_text()
EXAMPLES = {
    "parameters.example.yaml": (ROOT / "parameters.example.yaml").read_text(),
    "docs/quotas.md": re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0],
}


def dry_run(*words: str) -> str:
    asked = ["make", "--dry-run", "deploy", *words]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True).stdout


def test_charge_points_are_throttled_as_the_parameters_say() -> None:
    assert RESOURCES["ChargePointApi"]["Properties"]["DefaultRouteSettings"] == {
        "ThrottlingRateLimit": {"Ref": "ChargePointRateLimit"},
        "ThrottlingBurstLimit": {"Ref": "ChargePointBurstLimit"},
    }


def test_concurrency_is_kept_for_operators_only_if_it_is_asked_for() -> None:
    """An account of ten can keep none: its first deployment would fail."""
    kept = RESOURCES["Api"]["Properties"]["ReservedConcurrentExecutions"]
    otherwise = {"Ref": "AWS::NoValue"}
    assert kept == {"Fn::If": ["OperatorsAreBounded", {"Ref": "OperatorConcurrency"}, otherwise]}
    assert TEMPLATE["Parameters"]["OperatorConcurrency"]["Default"] == 0
    others = [it for it in RESOURCES.values() if "ReservedConcurrent" in str(it)]
    assert others == [RESOURCES["Api"]]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_values_that_the_template_takes(name: str) -> None:
    given = {key: str(value) for key, value in yaml.safe_load(EXAMPLES[name]).items()}
    assert given
    translated(ROOT / "template.yaml", given, "eu-west-1")


def test_what_the_page_names_is_a_parameter() -> None:
    named = set(re.findall(r"^\| `(\w+)`|^\| `\w+`, `(\w+)`", PAGE, re.MULTILINE))
    assert named
    assert {name for pair in named for name in pair if name} <= TEMPLATE["Parameters"].keys()


def test_a_file_of_parameters_is_taken_and_counts_for_the_number_of_the_deployment(
    tmp_path: Path,
) -> None:
    file = tmp_path / "production.yaml"
    said = dry_run(f"PARAMETERS={file}")
    assert f"--parameter-overrides file://{file}" in said
    assert re.search(rf"deployment \$\( \(cat samconfig.own.toml {file};", said)


def test_without_a_file_the_answers_of_the_guided_deployment_are_taken() -> None:
    assert "file://" not in dry_run("PARAMETERS=")


def test_a_file_of_one_s_own_is_not_tracked() -> None:
    assert "/parameters.yaml" in (ROOT / ".gitignore").read_text().splitlines()
