import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from csms_tools.local.permissions.asked import Place
from csms_tools.local.permissions.judge import Judge
from csms_tools.local.permissions.policies import Policy
from tests import permissions
from tests.permissions import Permission, is_whole, never_used, report, used_in

TABLE = "arn:aws:dynamodb:eu-west-1:000000000000:table/HistoryTable"
READS: Permission = ("Api", "dynamodb:Query", TABLE)
DELETES: Permission = ("Api", "dynamodb:DeleteItem", TABLE)


def api() -> Judge:
    listed = {"Effect": "Allow", "Action": ["dynamodb:Query", "dynamodb:DeleteItem"]}
    place = Place("eu-west-1", "000000000000", "api/ocpp")
    return Judge(place, {"Api": Policy.load([listed | {"Resource": TABLE}])})


def test_what_any_of_all_processes_has_used_is_used(tmp_path: Path) -> None:
    assert never_used(api(), used_in(tmp_path)) == [DELETES, READS]
    (tmp_path / "1.json").write_text(json.dumps([READS]))
    assert never_used(api(), used_in(tmp_path)) == [DELETES]
    (tmp_path / "2.json").write_text(json.dumps([DELETES, READS]))
    assert never_used(api(), used_in(tmp_path)) == []


def test_what_has_a_reason_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "NEEDED", {DELETES: "a test"})
    assert never_used(api(), set()) == [READS]


def test_a_reason_is_for_what_is_listed_and_nothing_else() -> None:
    assert permissions.judge().unused(set()) != []
    assert set(permissions.judge().unused(set())) >= permissions.NEEDED.keys()


def test_a_fault_names_function_action_and_resource() -> None:
    (line,) = report([DELETES])
    assert line == f"Api may dynamodb:DeleteItem on {TABLE}: no test has made it do so"


def run(**options: Any) -> pytest.Config:
    told = {"markexpr": "not alone", "keyword": ""} | options
    source = told.pop("args_source", pytest.Config.ArgsSource.TESTPATHS)
    addopts = {"addopts": ["--strict-markers", "-m", "not alone"]}
    config = SimpleNamespace(
        args_source=source, getini=addopts.__getitem__, option=SimpleNamespace(**told)
    )
    return cast(pytest.Config, config)


@pytest.mark.parametrize(
    "options",
    [
        {"args_source": pytest.Config.ArgsSource.ARGS},
        {"args_source": pytest.Config.ArgsSource.INVOCATION_DIR},
        {"markexpr": "alone"},
        {"markexpr": ""},
        {"keyword": "authorize"},
        {"deselect": ["tests/test_docs.py"]},
        {"ignore": ["tests/console"]},
        {"ignore_glob": ["tests/console/*"]},
        {"lf": True},
        {"collectonly": True},
    ],
    ids=str,
)
def test_a_part_of_the_suite_is_not_judged(options: dict[str, Any]) -> None:
    assert is_whole(run())
    assert not is_whole(run(**options))
