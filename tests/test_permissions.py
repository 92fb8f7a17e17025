import json
from pathlib import Path

import pytest

from tests import permissions
from tests.permissions import Permission, never_used

READS: Permission = ("Api", "dynamodb:Query", "arn:table")
DELETES: Permission = ("Api", "dynamodb:DeleteItem", "arn:table")


def told(folder: Path, name: str, *unused: Permission) -> None:
    names = ("function", "action", "resource")
    found = [dict(zip(names, one, strict=True)) for one in unused]
    (folder / name).write_text(json.dumps({"unused": found}))


def test_what_one_system_has_used_is_used(tmp_path: Path) -> None:
    assert never_used(tmp_path) == []
    told(tmp_path, "1", READS, DELETES)
    assert never_used(tmp_path) == [DELETES, READS]
    told(tmp_path, "2", DELETES)
    assert never_used(tmp_path) == [DELETES]
    told(tmp_path, "3")
    assert never_used(tmp_path) == []


def test_what_has_a_reason_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "NEEDED", {DELETES: "a test"})
    told(tmp_path, "1", READS, DELETES)
    assert never_used(tmp_path) == [READS]
