"""Every case fails where the CSMS is wrong, and says what is expected of it."""

import asyncio
import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from csms_tools.certification.all_cases import all_cases
from csms_tools.certification.case import Profile
from csms_tools.certification.operator.our_api import OurApi
from csms_tools.certification.operator.ours import Ours
from csms_tools.certification.runner import run_case
from csms_tools.certification.settings import Settings
from csms_tools.certification.site import Site
from csms_tools.certification.verdicts import CaseResult, Verdict
from csms_tools.operator.access import Choice, access
from csms_tools.operator.client import Api
from tests.conversations import running
from tests.csms_tools.certification.mutations.mutation import Mutation
from tests.csms_tools.certification.mutations.proxy import HONEST, Proxy
from tests.csms_tools.certification.mutations.tables import MUTATIONS

CASES = {case.id: case for case in all_cases()}
ROWS = [
    pytest.param(id, mutation, id=f"{id}-{number}")
    for id, mutations in MUTATIONS.items()
    for number, mutation in enumerate(mutations, 1)
]

# a command that is given up waits for its outcome until the API has it
UNTIDY = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

pytestmark = [pytest.mark.mutate, UNTIDY]


@pytest.fixture(scope="module")
def csms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[running.Csms]:
    folder: Path = tmp_path_factory.mktemp("mutations")
    seed = folder / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    with running.up("--parameter", "CpoName=csms", seed=seed) as csms:
        yield csms


@pytest.fixture(scope="module")
def proxy(csms: running.Csms) -> Iterator[Proxy]:
    api = Api(access(Choice(api=csms.api), Choice()))
    yield Proxy(Ours(OurApi(api)))
    api.close()


@pytest.fixture(scope="module")
def site(csms: running.Csms, proxy: Proxy) -> Iterator[Site]:
    settings = Settings(
        (csms.wss.replace("127.0.0.1", "localhost"),),
        csms.ca,
        csms.ws,
        quiet=0.1,
        shown_within=0.5,
        heartbeat=0.01,
        reservation_expires_after=1.0,
    )
    site = Site(proxy.operator, settings, proxy.open)  # type: ignore[arg-type]
    asyncio.run(site.prepare())
    yield site
    assert asyncio.run(site.clear()) == []


async def judged(site: Site, proxy: Proxy, id: str, mutation: Mutation = HONEST) -> CaseResult:
    patience = 10.0 if mutation is HONEST else 2.0
    site.settings = replace(site.settings, patience=patience)
    site.run_id = secrets.token_hex(3).upper()  # another charge point, without a past
    proxy.mutation = mutation
    try:
        return await run_case(site, CASES[id], site.settings.url)
    finally:
        proxy.mutation = HONEST


@pytest.mark.parametrize("id", CASES)
async def test_the_case_passes_where_nothing_is_wrong(id: str, site: Site, proxy: Proxy) -> None:
    result = await judged(site, proxy, id)
    assert result.passed, result
    if CASES[id].profile != Profile.TRAPS:
        assert result.record == Verdict.PASS, "of ours, something is recorded in every case"
    assert result.left == []


@pytest.mark.parametrize(("id", "mutation"), ROWS)
async def test_the_case_names_what_is_wrong(
    id: str, mutation: Mutation, site: Site, proxy: Proxy
) -> None:
    result = await judged(site, proxy, id, mutation)
    failed = [one for one in result.checks if one.verdict == Verdict.FAIL]
    assert result.passed is mutation.warns, "the mutation is not noticed"
    assert any(re.search(mutation.expects, one.expectation) for one in failed), failed
    assert all(one.line for one in failed if one.kind == "record")
