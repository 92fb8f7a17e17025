"""A running system that can be struck, and a place for how long each fault was felt."""

import json
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests import faulty_dynamodb
from tests.conversations import running
from tests.conversations.running import Csms
from tests.faults.page import MEASURED
from tests.faulty_dynamodb import Faults
from tests.stored import provision, provision_id_tag

SEED = "chargePoints: []\nidTags: [{idTag: CARD-1}]\n"

_numbers = count(1)


@pytest.fixture(scope="package")
def struck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    """A running system whose store, functions and posts can be made to fail."""
    folder = tmp_path_factory.mktemp("struck")
    seed = folder / "seed.yaml"
    seed.write_text(SEED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSMS_EMULATORS_PYTHON", str(faulty_dynamodb.wrapper(folder)))
        with running.up(seed=seed, log=folder / "csms.log", program=running.STRUCK) as csms:
            yield csms


@pytest.fixture
def store(struck: Csms) -> Iterator[Faults]:
    """What stands for AWS: DynamoDB and SQS, by their operations."""
    faults = Faults(struck.health["awsEndpoint"])
    yield faults
    faults.clear()


@pytest.fixture
def faults(struck: Csms) -> Iterator[Faults]:
    """Posts, and calls of functions."""
    faults = Faults(struck.health["faults"])
    yield faults
    faults.clear()


@pytest.fixture
def ids(struck: Csms) -> Iterator[Callable[[int], list[str]]]:
    """So many charge points that no other test knows."""

    def made(number: int) -> list[str]:
        ids = [f"FLEET-{next(_numbers)}" for _ in range(number)]
        for id in ids:
            provision(id, security_profile=0)
        return ids

    with running.its_store(struck):
        provision_id_tag("CARD-1")
        yield made


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Callable[[float], None]:
    """Takes the seconds until all was whole again, for the page."""

    def tell(seconds: float) -> None:
        if path := os.environ.get(MEASURED):
            id = request.node.nodeid
            with Path(path).open("a") as file:
                file.write(json.dumps([id, seconds]) + "\n")

    return tell
