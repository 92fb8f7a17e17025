"""What is to be seen of a simulation: a table that moves on a terminal, plain lines elsewhere."""

import asyncio
from collections.abc import Sequence
from datetime import UTC

from ocpp.v16.enums import RegistrationStatus
from rich.console import Console
from rich.live import Live
from rich.table import Table

from csms_tools.charge_point.metering import refresh
from csms_tools.charge_point.reporting import status_of
from csms_tools.charge_point.simulate import Simulated
from csms_tools.charge_point.watched import Note

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
REFRESH = 0.25
FRAME = 5
"""Lines of the table that are no rows."""


def line(note: Note) -> str:
    return f"{note.at.astimezone(UTC):%H:%M:%S} {note.identity} {note.text}"


def state(one: Simulated) -> str:
    if one.refused is not None:
        return "refused"
    registration = one.cp.registration
    if not one.cp.online:
        waiting = len(one.cp.outbox)
        return f"offline, {waiting} waiting" if waiting else "offline"
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


def table(fleet: Sequence[Simulated], rows: int) -> Table:
    """As many rows as there is room for; the last one sums up those that are left out."""
    table = Table(caption=summary(fleet), caption_justify="left")
    for column in COLUMNS:
        table.add_column(column, justify="right" if column in NUMBERS else "left", no_wrap=True)
    shown = fleet if len(fleet) <= rows else fleet[: max(1, rows - 1)]
    for one in shown:
        table.add_row(*row(one))
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


async def watch(fleet: Sequence[Simulated], console: Console) -> None:
    """Until cancelled."""
    if not console.is_terminal:
        for one in fleet:
            one.cp.listen(lambda note: plain(console, line(note)))
        await asyncio.Event().wait()
    with Live(console=console, auto_refresh=False, transient=True) as live:
        while True:
            live.update(table(fleet, console.height - FRAME), refresh=True)
            await asyncio.sleep(REFRESH)
