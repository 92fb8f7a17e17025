"""What is to be seen of a simulation: a table that moves on a terminal, plain lines elsewhere."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC
from functools import partial

from ocpp.v16.enums import RegistrationStatus
from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from csms_tools.charge_point.body.metering import refresh
from csms_tools.charge_point.body.reporting import status_of
from csms_tools.charge_point.conversation.watched import Note
from csms_tools.charge_point.program.keys import pressed
from csms_tools.charge_point.program.simulate import Simulated
from csms_tools.folding import hanging

COLUMNS = (
    "charge point",
    "state",
    "connectors",
    "transaction",
    "kW",
    "kWh",
    "out/in",
    "latency",
)
NUMBERS = frozenset(COLUMNS[4:])
WIDE = 110
FOR_WIDE = frozenset({"transaction", "latency"})
REFRESH = 0.25
FRAME = 5
"""Lines that are no rows: four of the table, and one that stays free."""
LATELY = 6
"""How many lines of the last notes are shown below it."""
INDENT = 9  # columns of a note's time
KEYS = "123456789"
HINT = "press {keys}: pull a charge point's network cable, or plug it in again"


def line(note: Note) -> str:
    return f"{note.at.astimezone(UTC):%H:%M:%S} {note.identity} {note.text}"


def state(one: Simulated) -> str:
    if one.refused is not None:
        return "refused"
    registration = one.cp.registration
    if not one.cp.online:
        waiting, why = len(one.cp.outbox), "offline" if one.cp.network.is_set() else "unplugged"
        return f"{why}, {waiting} waiting" if waiting else why
    online = registration == RegistrationStatus.accepted
    return "online" if online else (registration or "booting")


def energy(one: Simulated) -> float:
    """kWh of what has ended and of what still runs."""
    running = [
        connector.meter.register - connector.transaction.meter_start
        for connector in one.cp.charging
        if connector.transaction
    ]
    return one.cp.energy + sum(running) / 1000


def row(one: Simulated) -> list[str]:
    cp, traffic = one.cp, one.traffic
    for connector in cp.charging:
        refresh(cp, connector)
    numbers = [c.transaction.number for c in cp.charging if c.transaction]
    power = sum(connector.meter.power for connector in cp.charging) / 1000
    return [
        cp.identity,
        state(one),
        " ".join(str(status_of(cp, connector.number)) for connector in cp.outlets),
        " ".join("?" if number is None else str(number) for number in numbers),
        f"{power:.1f}",
        f"{energy(one):.3f}",
        f"{traffic.sent}/{traffic.received}",
        f"{traffic.last * 1000:.0f} ms" if traffic.answered else "",
    ]


def table(fleet: Sequence[Simulated], rows: int, width: int) -> Table:
    """As much as there is room for; the last row sums up those that are left out."""
    columns = [column for column in COLUMNS if width >= WIDE or column not in FOR_WIDE]
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(column, justify="right" if column in NUMBERS else "left", no_wrap=True)
    shown = fleet if len(fleet) <= rows else fleet[: max(1, rows - 1)]
    for one in shown:
        cells = dict(zip(COLUMNS, row(one), strict=True))
        table.add_row(*(cells[column] for column in columns))
    if len(shown) < len(fleet):
        rest = fleet[len(shown) :]
        online = sum(1 for one in rest if one.cp.online)
        table.add_row(f"{len(rest)} more", f"{online} online")
    return table


def summary(fleet: Sequence[Simulated]) -> str:
    messages = sum(one.traffic.sent + one.traffic.received for one in fleet)
    answered = sum(one.traffic.answered for one in fleet)
    total = sum(one.traffic.mean * one.traffic.answered for one in fleet)
    mean, longest = total / (answered or 1), max(one.traffic.longest for one in fleet)
    return (
        f"charge points {len(fleet)}, sessions {sum(one.ended for one in fleet)}, "
        f"{sum(map(energy, fleet)):.3f} kWh, messages {messages}, "
        f"answers after {mean * 1000:.0f} ms, at most {longest * 1000:.0f} ms"
    )


def plain(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def toggle(fleet: Sequence[Simulated], key: str) -> None:
    """1 to 9: pull the network cable of a charge point, or plug it in again."""
    if key in KEYS[: len(fleet)]:
        cp = fleet[KEYS.index(key)].cp
        if cp.network.is_set():
            cp.pull_network()
        else:
            cp.plug_network()


def screen(
    fleet: Sequence[Simulated], lately: Sequence[Note], console: Console, *, keys: bool
) -> Group:
    """The table, the sums, what was said lately, and which keys may be pressed."""
    texts = [summary(fleet), *([HINT.format(keys=_keys(fleet))] if keys else []), ""]
    texts = [part for text in texts for part in _parts(text, 0, console.width)]
    told = [part for note in lately for part in _parts(line(note), INDENT, console.width)]
    told = told[-LATELY:]
    room = console.height - FRAME - len(texts) - LATELY
    lines = (Text(text, no_wrap=True, overflow="ellipsis") for text in [*texts, *told])
    return Group(table(fleet, room, console.width), *lines)


def _parts(text: str, indent: int, width: int) -> list[str]:
    return hanging(text, indent, width).split("\n")


def _keys(fleet: Sequence[Simulated]) -> str:
    usable = KEYS[: len(fleet)]
    return usable if len(usable) == 1 else f"{usable[0]} to {usable[-1]}"


def _stay(console: Console, lately: Sequence[Note]) -> None:
    for note in lately:
        plain(console, line(note))


async def watch(fleet: Sequence[Simulated], console: Console, keyboard: int | None = None) -> None:
    """Until cancelled; the last notes stay. The keyboard is a terminal's file descriptor."""
    if not console.is_terminal:
        for one in fleet:
            one.cp.listen(lambda note: plain(console, line(note)))
        await asyncio.Event().wait()
    lately: deque[Note] = deque(maxlen=LATELY)
    for one in fleet:
        one.cp.listen(lately.append)
    with ExitStack() as stack:
        if keyboard is not None:
            stack.enter_context(pressed(keyboard, partial(toggle, fleet)))
        stack.callback(_stay, console, lately)
        live = stack.enter_context(Live(console=console, auto_refresh=False, transient=True))
        while True:
            live.update(screen(fleet, lately, console, keys=keyboard is not None), refresh=True)
            await asyncio.sleep(REFRESH)
