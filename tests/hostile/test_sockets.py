"""Hostile texts over real sockets: through the gateway, routed, to functions in their workers."""

import asyncio
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversations import running
from tests.conversations.running import PATIENCE, Csms
from tests.hostile import frames
from tests.hostile.beating import Beats
from tests.hostile.effort import examples
from tests.hostile.oracle import assert_answered, readable_id

LONGEST_FRAME = 32 * 1024
QUIET = 0.05  # seconds in which an answer too many would come

pytestmark = pytest.mark.timeout(900)
_numbers = count()


def fits(text: str) -> bool:
    return len(text.encode()) <= LONGEST_FRAME


@examples(20)
@given(texts=st.lists(frames.anything().filter(fits), min_size=20, max_size=20))
async def test_each_is_answered_as_it_should_be_and_nobody_else_notices(
    texts: list[str], csms: Csms, charge_point_id: str, others: Beats
) -> None:
    async with running.line(f"{csms.ws}/{charge_point_id}") as line:
        for text in texts:
            await line.socket.send(text)
            answers = []
            if readable_id(text) is not None:
                async with asyncio.timeout(PATIENCE):
                    answers.append(str(await line.socket.recv()))
            assert_answered(text, answers)
        unique_id = f"still here {next(_numbers)}"
        await line.send(2, unique_id, "Heartbeat", {})
        assert (await line.receive())[:2] == [3, unique_id]
        assert await line.silent(QUIET)
