"""The audit of locked versions, with a pip-audit that says what a test lets it say."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from csms_tools import dependency_audit
from tests.support import ROOT

CLEAN = {"name": "uv", "version": "1.0", "vulns": []}
KNOWN = {
    "name": "old",
    "version": "0.1",
    "vulns": [{"id": "CVE-1", "fix_versions": ["0.2"]}, {"id": "CVE-2", "fix_versions": []}],
}
NO_NETWORK = (
    "Traceback (most recent call last):\n"
    "requests.exceptions.ConnectionError: HTTPSConnectionPool: Max retries exceeded"
)


def pip_audit(folder: Path, *dependencies: Any, stderr: str = "", status: int = 0) -> str:
    """Writes a report of such dependencies; without any it writes none."""
    report = json.dumps({"dependencies": dependencies, "fixes": []})
    program = folder / "pip-audit"
    write = f'Path(words[words.index("--output") + 1]).write_text({report!r})'
    program.write_text(
        "#!/usr/bin/env python3\nimport sys\nfrom pathlib import Path\nwords = sys.argv\n"
        f'assert Path(words[words.index("--requirement") + 1]).name.endswith(".lock")\n'
        f"{write if dependencies else ''}\nsys.stderr.write({stderr!r})\nsys.exit({status})\n"
    )
    program.chmod(0o700)
    return str(program)


def test_versions_of_which_nothing_is_known_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [pip_audit(tmp_path, CLEAN), "dev.lock", "sam.lock"]
    assert dependency_audit.main(words) == 0
    assert capsys.readouterr().out == "audited 2 locked versions: none is known\n"


def test_what_is_known_fails_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = pip_audit(tmp_path, CLEAN, KNOWN, status=1)
    assert dependency_audit.main([program, "dev.lock"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "dev.lock: old 0.1: CVE-1, fixed in 0.2",
        "dev.lock: old 0.1: CVE-2, fixed in none yet",
    ]


def test_without_a_network_it_passes_and_says_that_nothing_was_audited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = pip_audit(tmp_path, stderr=NO_NETWORK, status=1)
    assert dependency_audit.main([program, "dev.lock", "sam.lock"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("NOT AUDITED: ")
    assert said.err.count("\n") == 1
    assert said.out == ""


@pytest.mark.parametrize(
    "said", ["pip-audit: error: unrecognized arguments: --locked", "", "ValueError: no hashes"]
)
def test_an_audit_that_does_not_work_fails(
    said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dependency_audit.main([pip_audit(tmp_path, stderr=said, status=2), "dev.lock"]) == 1
    assert "dev.lock: could not be audited: " in capsys.readouterr().err


def test_a_version_that_was_passed_over_is_none_that_was_audited(tmp_path: Path) -> None:
    program = pip_audit(tmp_path, {"name": "odd", "skip_reason": "not found"})
    assert dependency_audit.main([program, "dev.lock"]) == 1


def test_every_lock_is_audited() -> None:
    recipe = re.search(r"^audit:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert recipe
    assert "requirements/*.lock layers/csms/requirements.lock" in recipe[1]
