from io import BytesIO
from typing import Any

import pytest

from csms_tools.local.functions import framing

MESSAGES: list[dict[str, Any]] = [{}, {"event": "ž" * 300}, {"nested": [1, {"a": None}]}]


@pytest.mark.parametrize("size", [1, 3, 4, 5, 1000])
def test_messages_are_whole_however_they_arrive(size: int) -> None:
    data = b"".join(framing.packed(message) for message in MESSAGES)
    splitter = framing.Splitter()
    arrived = []
    for start in range(0, len(data), size):
        arrived += splitter.feed(data[start : start + size])
    assert arrived == MESSAGES


def test_a_stream_is_read_message_by_message_to_its_end() -> None:
    stream = BytesIO(b"".join(framing.packed(message) for message in MESSAGES))
    assert [framing.read(stream) for _ in range(4)] == [*MESSAGES, None]


@pytest.mark.parametrize("kept", [0, 3, 4, 6])
def test_a_message_that_was_cut_off_is_the_end(kept: int) -> None:
    assert framing.read(BytesIO(framing.packed({"a": 1})[:kept])) is None
