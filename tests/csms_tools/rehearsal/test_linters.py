import re

import pytest

from csms_tools.rehearsal.linters import Exempt, Finding, exceptions, findings, judged

FOUND = Finding("CKV_AWS_1", "Tasks", "Ensure this and that")


def test_a_finding_is_wrong_unless_it_is_exempt() -> None:
    assert judged([FOUND], []) == (["CKV_AWS_1 Tasks: Ensure this and that"], [])
    assert judged([FOUND], [Exempt("CKV_AWS_1", "Tas.*", "because")]) == ([], [])


@pytest.mark.parametrize(("check", "of"), [("CKV_AWS_2", "Tasks"), ("CKV_AWS_1", "Task")])
def test_an_exception_of_something_else_is_told_to_be_unneeded(check: str, of: str) -> None:
    wrong, unneeded = judged([FOUND], [Exempt(check, of, "because")])
    assert (len(wrong), unneeded) == (1, [f"{check} {of}"])


def test_a_report_is_read_whether_or_not_there_are_others_beside_it() -> None:
    failed = {"check_id": "CKV_AWS_1", "resource": "AWS::Lambda::Function.Tasks"}
    one = {"results": {"failed_checks": [failed | {"check_name": "Ensure this and that"}]}}
    assert findings(one) == findings([one]) == [FOUND]


@pytest.mark.parametrize("one", exceptions(), ids=lambda one: f"{one.check} {one.of}")
def test_every_exception_has_its_reason(one: Exempt) -> None:
    assert len(one.why) > 20
    assert re.fullmatch(r"CKV2?_[A-Z]+_\d+", one.check)


def test_an_exception_is_made_once() -> None:
    made = [(one.check, one.of) for one in exceptions()]
    assert len(made) == len({*made})
