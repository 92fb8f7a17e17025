from collections.abc import Generator, Iterator
from itertools import count

import pytest
from hypothesis import settings

from tests.conversations import running
from tests.conversations.running import Csms
from tests.hostile import in_process
from tests.hostile.beating import Beats, beating
from tests.hostile.effort import FUZZ
from tests.hostile.in_process import ChargePoint
from tests.stored import provision, provision_id_tag

IDLE_SECONDS = 3.0

settings.register_profile("fuzz", FUZZ)

_numbers = count(1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Half of a surrogate pair in a report is more than pytest-xdist can carry."""
    report = yield
    if report.longrepr is not None:
        report.longrepr = _without_halves(str(report.longrepr))
    report.sections = [(name, _without_halves(text)) for name, text in report.sections]
    return report


def _without_halves(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


@pytest.fixture(scope="session")
def csms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    """One running system, which nothing here may bring down; it has no patience with the idle."""
    folder = tmp_path_factory.mktemp("hostile")
    seed = folder / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    log, options = folder / "csms.log", ("--idle-seconds", str(IDLE_SECONDS))
    with running.up(*options, seed=seed, log=log) as csms:
        yield csms
    # what functions log is JSON; an exception that nobody caught is not
    assert [line for line in log.read_text().splitlines() if not line.startswith("{")] == []


@pytest.fixture
def store(csms: Csms) -> Iterator[None]:
    """`csms.store` speaks to the running system."""
    with running.its_store(csms):
        provision_id_tag("CARD-1")
        yield


@pytest.fixture
def charge_point_id(store: None) -> str:
    """A charge point that no other test knows, Accepted, security profile 0."""
    charge_point_id = f"CP-{next(_numbers)}"
    provision(charge_point_id, security_profile=0)
    return charge_point_id


@pytest.fixture
def charge_point(charge_point_id: str) -> Iterator[ChargePoint]:
    """It speaks to the functions in this process."""
    with in_process.speaking_as(charge_point_id) as charge_point:
        yield charge_point


@pytest.fixture
def others(csms: Csms, store: None) -> Iterator[Beats]:
    """A charge point that behaves, on a connection of its own: it never misses an answer."""
    charge_point_id = f"GOOD-{next(_numbers)}"
    provision(charge_point_id, security_profile=0)
    with beating(f"{csms.ws}/{charge_point_id}") as beats:
        yield beats
