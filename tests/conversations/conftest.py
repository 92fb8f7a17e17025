from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from itertools import count
from pathlib import Path

import pytest

from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import Csms, Line
from tests.conversations.strict import ChargePoint, Reply, accepts
from tests.stored import provision, provision_id_tag

_numbers = count(1)


@pytest.fixture(scope="session")
def csms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    """One running system for all conversations that leave it whole."""
    folder = tmp_path_factory.mktemp("csms")
    seed = folder / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    with running.up(seed=seed, log=folder / "csms.log") as csms:
        yield csms


@pytest.fixture
def store(csms: Csms) -> Iterator[None]:
    """`csms.store` speaks to the running system, where CARD-1 is a tag that may charge."""
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
async def line(csms: Csms, charge_point_id: str) -> AsyncIterator[Line]:
    """Its open socket."""
    async with running.line(f"{csms.ws}/{charge_point_id}") as line:
        yield line


Opener = Callable[[], AbstractAsyncContextManager[Line]]


@pytest.fixture
def open_line(csms: Csms, charge_point_id: str) -> Opener:
    """Opens another socket of the same charge point."""
    return lambda: running.line(f"{csms.ws}/{charge_point_id}")


@pytest.fixture
async def operators(csms: Csms) -> AsyncIterator[Operators]:
    async with Operators.of(csms) as operators:
        yield operators


Maker = Callable[..., ChargePoint]


@pytest.fixture
def make(csms: Csms, store: None) -> Maker:
    """Makes charge points that no other test knows, Accepted, security profile 0."""

    def make(reply: Reply = accepts) -> ChargePoint:
        charge_point_id = f"CP-{next(_numbers)}"
        provision(charge_point_id, security_profile=0)
        return ChargePoint(csms.ws, charge_point_id, reply)

    return make


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A seed of one charge point of each security profile, for a system of one's own."""
    path = tmp_path / "seed.yaml"
    path.write_text(
        """
chargePoints:
  - {id: CP0, securityProfile: 0}
  - {id: CP1, securityProfile: 1, password: a-password-of-cp1}
  - {id: CP2, securityProfile: 2, password: a-password-of-cp2}
idTags:
  - {idTag: CARD-1}
"""
    )
    return path
