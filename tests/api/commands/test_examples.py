import pytest

from api.commands.examples import EXAMPLES
from csms.outbound.context import request_of
from outbound import COMMANDS


def test_every_command_has_an_example() -> None:
    assert set(EXAMPLES) == set(COMMANDS)


@pytest.mark.parametrize("action", COMMANDS)
def test_an_example_is_a_payload_once_its_numbers_are_filled_in(action: str) -> None:
    payload = dict(EXAMPLES[action])
    for fill in COMMANDS[action].fills:
        if len(fill.path) == 1:
            payload.setdefault(fill.path[0], 1)
    request_of(COMMANDS[action], payload)
