"""The lists that set the project up agree with each other, and tie it to no place."""

import os
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from csms import __version__
from tests.hostile.effort import FUZZ
from tests.support import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()
LAYER = ROOT / "layers/csms/requirements.lock"
LOCKS = [*sorted((ROOT / "requirements").glob("*.lock")), LAYER]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PYPROJECT["dependency-groups"]
IN_LAMBDA = {"boto3", "botocore"}


def pins(lock: Path) -> dict[str, str]:
    """The version of each package; of several for different Pythons, one."""
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", lock.read_text(), re.MULTILINE))


def listed(path: str) -> list[str]:
    lines = (ROOT / path).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_there_is_a_lock_for_each_environment() -> None:
    names = {lock.stem for lock in LOCKS}
    assert names == {
        *("audit", "bootstrap", "checkov", "dev", "emulators", "rehearsal", "requirements", "sam")
    }


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_no_host(lock: Path) -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links", lock.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_everything_that_is_locked_has_its_hashes(lock: Path) -> None:
    requirements = re.split(r"^(?=[a-z0-9.-]+==)", lock.read_text(), flags=re.MULTILINE)[1:]
    assert len(requirements) >= len(pins(lock)) > 0
    assert all("--hash=sha256:" in requirement for requirement in requirements)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("dev", [*GROUPS["dev"], *GROUPS["tools"], *listed("layers/csms/requirements.txt")]),
        ("emulators", listed("requirements/emulators.in")),
        ("sam", listed("requirements/sam.in")),
        ("audit", listed("requirements/audit.in")),
        ("checkov", listed("requirements/checkov.in")),
        ("rehearsal", listed("requirements/rehearsal.in")),
    ],
)
def test_a_lock_holds_what_its_list_asks_for(lock: str, wanted: list[str]) -> None:
    locked = pins(ROOT / f"requirements/{lock}.lock")
    for requirement in map(Requirement, wanted):
        assert locked[requirement.name] in requirement.specifier, requirement


def test_lambda_gets_the_versions_that_are_tested() -> None:
    tested = pins(ROOT / "requirements/dev.lock")
    shipped = pins(LAYER)
    assert shipped == {name: tested[name] for name in shipped}
    assert {Requirement(line).name for line in listed("layers/csms/requirements.txt")} <= {*shipped}


def test_the_layer_leaves_out_what_the_runtime_of_lambda_has() -> None:
    assert not IN_LAMBDA & {*pins(LAYER)}


def test_the_template_is_read_by_the_translator_that_deploys_it() -> None:
    here, there, rehearsed = (
        pins(ROOT / f"requirements/{lock}.lock") for lock in ("dev", "sam", "rehearsal")
    )
    assert here["aws-sam-translator"] == there["aws-sam-translator"]
    assert here["aws-sam-translator"] == rehearsed["aws-sam-translator"]


def test_the_emulator_of_a_rehearsal_is_that_of_this_machine() -> None:
    here, there = (pins(ROOT / f"requirements/{lock}.lock") for lock in ("emulators", "rehearsal"))
    assert here["ministack"] == there["ministack"]


def test_the_first_tool_is_the_one_that_everything_is_installed_with() -> None:
    assert (
        pins(ROOT / "requirements/bootstrap.lock")["uv"]
        == pins(ROOT / "requirements/dev.lock")["uv"]
    )


def test_what_the_readme_tells_to_make_can_be_made() -> None:
    targets = {*re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)}
    readme = (ROOT / "README.md").read_text()
    told = {*re.findall(r"(?:`|^(?:\$ )?)make ([a-z-]+)", readme, re.MULTILINE)}
    assert {"up", "test"} <= told
    assert told <= targets


def test_what_make_test_leaves_out_can_be_made() -> None:
    options = PYPROJECT["tool"]["pytest"]["ini_options"]
    left_out = re.findall(r"not (\w+)", options["addopts"][-1])
    assert left_out
    for marker in left_out:
        assert f"\n{marker}: " in MAKEFILE
        assert f"pytest -m {marker} " in MAKEFILE


def test_so_many_hostile_frames_are_sent_as_is_told() -> None:
    folder = ROOT / "tests/hostile"
    alone = (folder / "test_functions.py").read_text()
    in_lists = (folder / "test_sockets.py").read_text()
    lists = re.findall(r"@examples\((\d+)\)\n@given\(texts=.* min_size=(\d+)", in_lists)
    here = sum(map(int, re.findall(r"^@examples\((\d+)\)", alone, re.MULTILINE)))
    quick = here + sum(int(examples) * int(size) for examples, size in lists)
    times = FUZZ.max_examples // 100
    assert quick >= 2_000
    assert times * quick >= 50_000
    assert f"takes {here:,} of them" in alone
    assert f"takes {times * here:,}, others" in alone
    told = f"{round(times * quick, -4):,} hostile frames"
    assert told in MAKEFILE
    assert told in (ROOT / "README.md").read_text()


def test_so_many_certificate_requests_are_read_as_is_told() -> None:
    text = (ROOT / "tests/hostile/test_certificate_requests.py").read_text()
    quick = sum(map(int, re.findall(r"^@examples\((\d+)\)", text, re.MULTILINE)))
    often = FUZZ.max_examples // 100 * quick
    assert often >= 20_000
    assert f"takes {quick:,} of them" in text
    assert f"takes {often:,}, others" in text
    assert "20,000 requests for certificates" in (ROOT / "README.md").read_text()


def test_the_changelog_begins_with_the_one_version_or_what_comes_next() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    newest, *before = re.findall(r"^## (\S+)", changelog, re.MULTILINE)
    assert (before[0] if newest == "Next" else newest) == __version__


@pytest.mark.parametrize(
    "page", ["CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/limits.md"]
)
def test_the_readme_leads_to_the_pages_around_it(page: str) -> None:
    assert f"({page})" in (ROOT / "README.md").read_text()


def test_continuous_integration_can_be_started() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
