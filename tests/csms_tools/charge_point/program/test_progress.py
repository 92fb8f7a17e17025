import asyncio
import io

import pytest
from rich.console import Console

from csms_tools.charge_point import Note, Settings, SteppedClock
from csms_tools.charge_point.program.progress import (
    COLUMNS,
    INDENT,
    LATELY,
    line,
    row,
    screen,
    state,
    summary,
    table,
    toggle,
    watch,
)
from csms_tools.charge_point.program.simulate import Plan, Simulated
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import NOON, Make
from tests.csms_tools.charge_point.patience import settled


@pytest.fixture
async def one(make: Make) -> Simulated:
    cp = make(Settings(connectors=2), registered=True)
    simulated = Simulated(cp, Plan(("TAG1",)))
    await cp.connect()
    return simulated


async def test_a_row_shows_what_goes_on(
    one: Simulated, central: Central, clock: SteppedClock
) -> None:
    await one.cp.plug_in(1)
    await one.cp.swipe(1, "TAG1")
    await clock.advance(3600)
    cells = dict(zip(COLUMNS, row(one), strict=True))
    assert cells["charge point"] == "CP1"
    assert cells["state"] == "online"
    assert cells["connectors"].split()[1] == "Available"
    assert cells["transaction"] == "1"
    assert float(cells["kWh"]) > 1
    assert float(cells["kW"]) >= 0
    assert cells["latency"].endswith(" ms")
    sent, received = cells["out/in"].split("/")
    assert int(sent) >= int(received) > 3


async def test_a_state_says_why_nothing_goes_on(one: Simulated, central: Central) -> None:
    assert state(one) == "online"
    await one.cp.disconnect()
    assert state(one) == "offline"
    await one.cp.start_transaction(1, "TAG1")
    assert state(one) == "offline, 1 waiting"
    assert row(one)[3] == "?"
    one.refused = "HTTP 404"
    assert state(one) == "refused"


async def test_before_the_boot_it_is_booting(make: Make, central: Central) -> None:
    cp = make()
    await cp.connect()
    assert state(Simulated(cp, Plan(()))) == "booting"


def drawn(fleet: list[Simulated], rows: int, width: int = 140) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    console.print(table(fleet, rows, width))
    return printed(console)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def test_a_table_is_no_higher_than_the_terminal(one: Simulated) -> None:
    assert drawn([one] * 5, 5).count("CP1") == 5
    short = drawn([one] * 5, 3)
    assert short.count("CP1") == 2
    assert "3 more" in short
    assert "3 online" in short


async def test_on_a_narrow_terminal_what_counts_is_whole(one: Simulated, central: Central) -> None:
    one.cp.pull_network()
    await settled()
    await one.cp.start_transaction(1, "TAG1")
    assert "transaction" in drawn([one], 5)
    narrow = drawn([one], 5, width=80)
    assert "unplugged, 1 waiting" in narrow
    assert "…" not in narrow


@pytest.mark.parametrize("height", [24, 40])
async def test_the_screen_is_no_higher_than_the_terminal(one: Simulated, height: int) -> None:
    console = Console(file=io.StringIO(), width=80, height=height)
    notes = [
        Note(NOON, "CP1", f"note {number} is a long one: {'x' * 80}") for number in range(LATELY)
    ]
    console.print(screen([one] * 50, notes, console, keys=True))
    lines = printed(console).splitlines()
    assert len(lines) == height - 1
    assert lines[-2] == f"12:00:00 CP1 note {LATELY - 1} is a long one:"
    assert lines[-1].startswith(f"{'':{INDENT}}xxx")


async def test_a_key_pulls_the_network_cable_and_plugs_it_in_again(
    one: Simulated, make: Make
) -> None:
    fleet = [Simulated(make(), Plan(())), one]
    for key in "30x":
        toggle(fleet, key)
    assert one.cp.online
    toggle(fleet, "2")
    await settled()
    assert state(one) == "unplugged"
    toggle(fleet, "2")
    assert state(one) == "offline"
    assert fleet[0].cp.network.is_set()


async def test_the_summary_counts_everything(one: Simulated, central: Central) -> None:
    await one.cp.heartbeat()
    one.ended = 4
    assert summary([one]).startswith("charge points 1, sessions 4, 0.000 kWh, messages 2, answers")


def test_a_line_has_time_and_name() -> None:
    assert line(Note(NOON, "CP1", "connected")) == "12:00:00 CP1 connected"


async def test_where_there_is_no_terminal_there_are_plain_lines(one: Simulated) -> None:
    console = Console(file=io.StringIO(), width=20)
    watching = asyncio.create_task(watch([one], console))
    await asyncio.sleep(0)
    one.cp.note("a line that is longer than twenty [signs]")
    watching.cancel()
    assert printed(console) == "12:00:00 CP1 a line that is longer than twenty [signs]\n"


async def test_on_a_terminal_the_table_moves(one: Simulated) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=140, height=20)
    watching = asyncio.create_task(watch([one], console))
    await asyncio.sleep(0)
    one.cp.note("something new [here]")
    await asyncio.sleep(0.35)
    watching.cancel()
    await asyncio.wait([watching])
    assert printed(console).count("charge point") >= 2
    assert "12:00:00 CP1 something new [here]" in printed(console)
    assert "press" not in printed(console)
    assert printed(console).endswith("\x1b[2K12:00:00 CP1 something new [here]\n")
