from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from csms_tools import console_build
from tests.console.browser import executable
from tests.console.fleet import SEED, simulated
from tests.conversations import running
from tests.conversations.running import Csms


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
