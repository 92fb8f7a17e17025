"""The page about the operators' API says what the API can do, and who may."""

import re

from api.app import api
from api.http.openapi import REASONS
from api.http.operations import Operation
from api.http.problems import PROBLEM_JSON
from csms.domain.problems import REMEDIES
from tests.support import ROOT, TEMPLATE

PAGE = (ROOT / "docs" / "operators-api.md").read_text()
HEAD = "| Method | Path | What it does | Least role |\n|---|---|---|---|\n"


def row(operation: Operation) -> str:
    summary = (operation.function.__doc__ or "").partition("\n")[0].rstrip(".")
    return f"| {operation.method} | `{operation.path}` | {summary} | {operation.role} |"


def test_the_table_says_which_role_may_do_what() -> None:
    rows = [row(one) for one in sorted(api.operations, key=lambda one: (one.path, one.method))]
    table = "\n".join(rows) + "\n"
    assert table == PAGE.partition(HEAD)[2], f"the table should be\n\n{HEAD}{table}"


def test_every_problem_is_told() -> None:
    table = PAGE.partition("| Problem | It is raised when |")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| ([A-Z]\w+) \|", table, re.M)) == set(REMEDIES)


def test_every_status_is_told() -> None:
    told = {
        int(status)
        for cell in re.findall(r"^  \| ([\d, ]+) \|", PAGE, re.M)
        for status in cell.split(",")
    }
    assert told == REASONS.keys() | {405}
    assert PROBLEM_JSON in PAGE


def test_what_is_said_of_the_template_is_in_it() -> None:
    named = set(re.findall(r"`([A-Z][A-Za-z]+)`", PAGE)) - {
        "Accept",
        "ETag",
        "Link",
        "Location",
        "NotConnected",
    }
    assert named <= TEMPLATE["Parameters"].keys() | TEMPLATE["Outputs"].keys()
    assert {"OidcIssuer", "OidcAudience", "RoleClaim", "UserPoolId", "ApiUrl"} <= named


def test_it_stays_short() -> None:
    assert len(PAGE.partition(HEAD)[0].splitlines()) <= 150
