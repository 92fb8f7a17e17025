from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from csms_tools import console_build
from tests.console.browser import chromium, executable
from tests.console.fleet import SEED, simulated
from tests.conversations import running
from tests.conversations.running import Csms


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of this folder share a browser, and therefore the event loop it is spoken to in."""
    shared = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if item.path.parent == Path(__file__).parent and pytest_asyncio.is_async_test(item):
            item.add_marker(shared, append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session", autouse=True)
async def no_browser_is_left() -> AsyncIterator[None]:
    yield
    await chromium.end()


@pytest.fixture(scope="module")
def csms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    """With the page of this tree, and charge points that nobody has heard of yet."""
    executable()
    console_build.built()
    seed = tmp_path_factory.mktemp("console") / "seed.yaml"
    seed.write_text(SEED)
    with running.up(seed=seed) as csms:
        yield csms


@pytest.fixture
def cp1(csms: Csms, tmp_path: Path) -> Iterator[str]:
    """Two connectors; cars come with remote starts, and the meter says something each second."""
    with contextmanager(simulated)(csms, "CP1", tmp_path / "cp1.log"):
        yield "CP1"
