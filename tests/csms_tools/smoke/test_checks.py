"""The list of checks, the page that tells of them, and how one that breaks is told."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import filter as matching

import httpx
import pytest

from csms_tools.smoke import checks
from csms_tools.smoke.checks import CHECKS, proves, result
from csms_tools.smoke.results import Broken, NotRun, Result
from csms_tools.smoke.site import Options, Site
from tests.csms_tools.operator.support import Csms
from tests.support import ROOT

PAGE = (ROOT / "docs/unproven.md").read_text()


@contextmanager
def site(status: int = 200) -> Iterator[Site]:
    """Where nothing answers but an API that says one thing."""
    csms = Csms(lambda _: httpx.Response(status, json={"detail": "out of order"}))
    made = Site(csms.api, Options("wss://localhost:1"))
    yield made
    made.clear()


def cells(heading: str) -> list[list[str]]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:2] == "| "]
    return rows[1:]


def test_the_page_lists_every_check_with_what_it_proves() -> None:
    assert cells("Checks") == [[f"`{name}`", proves(name)] for name in CHECKS]
    assert all(proves(name).endswith(".") for name in CHECKS)


def test_every_assumption_has_checks_and_every_check_an_assumption() -> None:
    proved = set()
    for _, _, proof in cells("Assumptions"):
        named = [name for name in re.findall(r"`([^`]+)`", proof) if not name.startswith("--")]
        assert named
        for name in named:
            found = matching(CHECKS, name)
            assert found, name
            proved.update(found)
    assert proved == set(CHECKS)


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (Broken("502"), Result("ping", "failed", "502")),
        (NotRun("no authority"), Result("ping", "not run", "no authority")),
        (KeyError("items"), Result("ping", "failed", "KeyError: 'items'")),
    ],
)
async def test_whatever_a_check_raises_is_its_result(
    raised: Exception, expected: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def raises(_: Site) -> str:
        raise raised

    monkeypatch.setitem(checks.CHECKS, "ping", raises)
    with site() as there:
        assert await result("ping", there) == expected


async def test_what_the_api_refuses_is_a_failure_of_the_check() -> None:
    with site(500) as there:
        found = await result("ping", there)
    assert found == Result("ping", "failed", "Failed: out of order")


@pytest.mark.parametrize("name", [name for name in CHECKS if "certificate" not in name])
async def test_where_nobody_answers_every_check_fails(name: str) -> None:
    with site() as there:
        found = await result(name, there)
    expected = "not run" if name == "around-the-edge" else "failed"
    assert found.status == expected, found


async def test_without_an_authority_certificates_are_not_checked() -> None:
    with site(404) as there:
        found = await result("foreign-certificate", there)
    assert found == Result("foreign-certificate", "not run", "there is no certificate authority")
