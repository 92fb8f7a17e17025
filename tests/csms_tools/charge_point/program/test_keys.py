import asyncio
import os
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from csms_tools.charge_point.program.keys import keyboard, pressed


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Two ends: of whoever types, and of the program."""
    typist, program = os.openpty()
    yield typist, program
    for end in (typist, program):
        os.close(end)


async def test_keys_are_heard_without_enter(terminal: tuple[int, int]) -> None:
    typist, program = terminal
    before, keys = termios.tcgetattr(program), asyncio.Queue[str]()
    async with asyncio.timeout(5):
        with pressed(program, keys.put_nowait):
            os.write(typist, b"1")
            assert await keys.get() == "1"
            os.write(typist, b"2\xff3")
            assert [await keys.get(), await keys.get()] == ["2", "3"]
    assert termios.tcgetattr(program) == before


async def test_a_terminal_that_goes_is_heard_no_more() -> None:
    typist, program = os.openpty()
    with pressed(program, lambda _: None):
        os.close(typist)
        await asyncio.sleep(0.05)
        assert not asyncio.get_running_loop().remove_reader(program)
    os.close(program)


def test_where_nobody_sits_there_is_no_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(os.devnull).open() as nobody:
        monkeypatch.setattr("sys.stdin", nobody)
        assert keyboard() is None


def test_a_terminal_that_is_not_ours_is_left_alone(
    terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with os.fdopen(os.dup(terminal[1])) as other:
        monkeypatch.setattr("sys.stdin", other)
        assert keyboard() is None
