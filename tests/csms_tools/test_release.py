"""`make release`, in a repository of its own."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from csms_tools import release
from csms_tools.release import Refused
from tests.support import ROOT

DAY = date(2026, 12, 1)
FIRST = "# Changelog\n\n## 0.1.0\n\n- The first.\n"
NEXT = "# Changelog\n\n## Next\n\n- More.\n\n## 0.1.0 (2026-11-28)\n\n- The first.\n"


def git(folder: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of this one that have the version, as they are, with 0.1.0 in them."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "olga")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "olga@example.com")
    for name, place in release.PLACES.items():
        text = (ROOT / name).read_text()
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(place.sub("0.1.0", text))
    git(tmp_path, "init", "--quiet")
    committed(tmp_path, FIRST)
    return tmp_path


def committed(project: Path, changelog: str) -> None:
    (project / release.CHANGELOG).write_text(changelog)
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message", "As it is")


def versions(project: Path) -> set[str]:
    return {
        version
        for name, place in release.PLACES.items()
        for version in place.findall((project / name).read_text())
    }


def test_the_first_version_is_dated_and_tagged(project: Path) -> None:
    assert release.release(project, "0.1.0", DAY) == "v0.1.0"
    assert versions(project) == {"0.1.0"}
    assert "## 0.1.0 (2026-12-01)\n\n- The first." in (project / "CHANGELOG.md").read_text()
    assert git(project, "describe") == "v0.1.0"
    assert git(project, "status", "--porcelain") == ""


def test_the_next_one_is_set_wherever_a_version_stands(project: Path) -> None:
    committed(project, NEXT)
    release.release(project, "0.2.0", DAY)
    assert versions(project) == {"0.2.0"}
    changelog = (project / "CHANGELOG.md").read_text()
    assert re.findall("^## (.+)", changelog, re.MULTILINE) == [
        "0.2.0 (2026-12-01)",
        "0.1.0 (2026-11-28)",
    ]
    assert git(project, "log", "-1", "--format=%s") == "Version 0.2.0"
    changed = git(project, "diff", "--name-only", "v0.2.0^", "v0.2.0").splitlines()
    assert {*changed} == {*release.PLACES, "CHANGELOG.md"}


@pytest.mark.parametrize(
    ("version", "changelog", "why"),
    [
        ("", NEXT, "three numbers"),
        ("0.2", NEXT, "three numbers"),
        ("v0.2.0", NEXT, "three numbers"),
        ("0.0.9", NEXT, "does not come after 0.1.0"),
        ("0.1.0", NEXT, "does not come after 0.1.0"),
        ("0.2.0", NEXT.replace("- More.\n", ""), "says nothing"),
        ("0.2.0", FIRST.replace("0.1.0", "0.1.0 (2026-11-28)"), "write ## Next"),
        ("0.2.0", "# Changelog\n", "write ## Next"),
    ],
)
def test_what_is_no_release_is_refused_and_changes_nothing(
    version: str, changelog: str, why: str, project: Path
) -> None:
    committed(project, changelog)
    with pytest.raises(Refused, match=why):
        release.release(project, version, DAY)
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "tag") == ""


def test_what_is_not_committed_is_not_released(project: Path) -> None:
    (project / "pyproject.toml").write_text('version = "0.1.0"\n')
    with pytest.raises(Refused, match="not committed"):
        release.release(project, "0.1.0", DAY)


def test_a_tag_is_set_once(project: Path) -> None:
    git(project, "tag", "v0.1.0")
    with pytest.raises(Refused, match=r"v0\.1\.0 is there already"):
        release.release(project, "0.1.0", DAY)


def test_two_versions_are_none(project: Path) -> None:
    (project / "pyproject.toml").write_text('version = "0.3.0"\n')
    git(project, "commit", "--quiet", "--all", "--message", "Wrong")
    with pytest.raises(Refused, match=r"two versions: 0\.1\.0 and 0\.3\.0"):
        release.release(project, "0.4.0", DAY)


def test_it_says_how_it_ended_and_that_nothing_is_pushed(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(release, "ROOT", project)
    assert release.main(["0.1.0"]) == 0
    assert "nothing is pushed" in capsys.readouterr().out
    assert release.main([]) == 1
    assert capsys.readouterr().err.startswith("make release: ")


def test_the_changelog_of_this_project_can_be_released() -> None:
    """It begins with what is under way, or with a version that has its date."""
    headings = release.HEADING.findall((ROOT / "CHANGELOG.md").read_text())
    assert headings
    assert all(date for _, date in headings[1:])
