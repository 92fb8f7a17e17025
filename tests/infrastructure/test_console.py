"""The page goes to AWS with the function that serves it alone, and as this tree has it."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support import ROOT

DIGEST = "d" * 64
MAKEFILE = (ROOT / "Makefile").read_text()


@pytest.fixture
def functions(tmp_path: Path) -> Path:
    """As SAM copies them, with a page."""
    folder = tmp_path / "functions"
    page = folder / "api" / "console" / "static"
    page.mkdir(parents=True)
    (folder / "api" / "app.py").touch()
    (page / "manifest.json").write_text(json.dumps({"sources": DIGEST, "files": []}))
    (folder / "Makefile").write_text((ROOT / "functions" / "Makefile").read_text())
    return folder


def build(folder: Path, name: str, *given: str) -> tuple[int, Path]:
    artifacts = folder.parent / "artifacts"
    artifacts.mkdir()
    command = ["make", f"build-{name}", f"ARTIFACTS_DIR={artifacts}", *given]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.returncode, artifacts / "api" / "console" / "static" / "manifest.json"


def test_the_function_that_serves_the_page_has_it(functions: Path) -> None:
    code, manifest = build(functions, "Api", f"CSMS_CONSOLE={DIGEST}")
    assert (code, manifest.exists()) == (0, True)


@pytest.mark.parametrize("given", ["CSMS_CONSOLE=", f"CSMS_CONSOLE={'e' * 64}"])
def test_a_page_of_another_tree_is_not_built_into_it(functions: Path, given: str) -> None:
    code, manifest = build(functions, "Api", given)
    assert code != 0
    assert not manifest.exists()


def test_other_functions_are_built_without_it(functions: Path) -> None:
    code, manifest = build(functions, "Authorize")
    assert (code, manifest.exists()) == (0, False)


def test_what_is_deployed_is_compared_once_more() -> None:
    (deploy,) = re.findall(r"^deploy: build.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    check = "console_build --check .aws-sam/build/Api/api/console/static/manifest.json"
    assert check in deploy
    assert deploy.index(check) < deploy.index("$(SAM) deploy")


@pytest.mark.parametrize("target", ["up", "demo", "test", "check", "build", "screenshots"])
def test_whatever_needs_the_page_builds_it(target: str) -> None:
    assert re.search(rf"^{target}: console\b", MAKEFILE, re.MULTILINE)
