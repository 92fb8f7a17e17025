"""README says what is so: its tables and examples against the template and the command."""

import re
from pathlib import Path

import outbound
from csms_tools.cli import COMMANDS
from csms_tools.local.seed import SeedFile
from tests.support import RESOURCES, ROOT, TEMPLATE

README = (ROOT / "README.md").read_text()


def first_column(heading: str) -> set[str]:
    """The code in the first cells of the table below a heading."""
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)`", section, re.MULTILINE))


def test_the_table_of_actions_is_that_of_the_routes() -> None:
    routes = RESOURCES["ChargePointApi"]["Properties"]["Routes"]
    assert first_column("Actions") == {route for route in routes if not route.startswith("$")}


def test_the_table_of_commands_is_that_of_the_functions() -> None:
    assert first_column("Commands") == set(outbound.COMMANDS)


def test_every_parameter_is_told_with_its_default() -> None:
    assert first_column("Configuration") == set(TEMPLATE["Parameters"])
    for name, parameter in TEMPLATE["Parameters"].items():
        if default := parameter.get("Default"):
            assert re.search(rf"^\| `{name}` \| `{default}`", README, re.MULTILINE), name


def test_every_command_is_told() -> None:
    told = first_column("Run it") | first_column("Work with it")
    assert {words.split()[1] for words in told} == set(COMMANDS)


def test_the_example_of_a_seed_is_one(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yaml"
    (text,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    seed.write_text(text)
    assert [point.id for point in SeedFile(seed).seed.charge_points] == ["DEPOT-7"]


def test_the_figures_of_the_operators_are_those_of_the_newest_run() -> None:
    newest = max((ROOT / "benchmarks" / "results" / "operators").glob("*.md"))
    assert newest.read_text().strip() in README
