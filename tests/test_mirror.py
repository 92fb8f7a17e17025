"""Every module has its test file, and every test file its module."""

from pathlib import Path

import pytest

from tests.support import ROOT

MIRRORED = {
    "functions/api": "tests/api",
    "functions/connection": "tests/connection",
    "functions/inbound": "tests/inbound",
    "functions/outbound": "tests/outbound",
    "functions/workflows": "tests/workflows",
    "layers/csms/csms": "tests/csms",
}


def below(folder: Path, pattern: str) -> set[str]:
    paths = (path.relative_to(folder) for path in folder.rglob(pattern))
    return {
        path.with_name(path.name.removeprefix("test_")).as_posix()
        for path in paths
        if path.name != "__init__.py"
    }


@pytest.mark.parametrize(("code", "tests"), MIRRORED.items())
def test_every_module_has_its_test_file_and_the_other_way_round(code: str, tests: str) -> None:
    assert below(ROOT / code, "*.py") == below(ROOT / tests, "test_*.py")


def test_no_package_of_functions_is_left_out() -> None:
    packages = {path.parent.name for path in (ROOT / "functions").glob("*/__init__.py")}
    assert packages == {Path(code).name for code in MIRRORED if code.startswith("functions/")}
