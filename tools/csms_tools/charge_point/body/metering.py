"""Reading the meters, and telling what they show when the configuration asks for it (§3.16)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ocpp.v16.enums import ReadingContext

from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.connector import Connector
from csms_tools.charge_point.body.delivery import delivered, start_delivery
from csms_tools.charge_point.body.reporting import report
from csms_tools.charge_point.domain.measurands import Reading, sampled_values
from csms_tools.charge_point.domain.power import Offer
from csms_tools.charge_point.domain.schedules import Outlet, allowed

TICK = 15
"""Seconds between two looks at what the car draws."""


def outlet(cp: Body, connector: Connector, idle_since: datetime | None = None) -> Outlet:
    transaction = connector.transaction
    return Outlet(
        connector=connector.number,
        offer=Offer(cp.settings.current, cp.settings.phases),
        voltage=cp.settings.voltage,
        began=transaction.started if transaction else idle_since,
    )


def refresh(cp: Body, connector: Connector) -> None:
    """Let the meter catch up with the clock, under the limits that held on the way."""
    transaction = connector.transaction
    if transaction is None:
        return
    here, sharing = outlet(cp, connector), len(cp.charging)

    def offer_at(at: datetime) -> Offer:
        limit = transaction.energy_limit
        if limit is not None and connector.meter.register >= limit:
            return Offer(0.0, here.offer.phases)
        return allowed(cp.profiles, here, at, sharing) if len(cp.profiles) else here.offer

    connector.meter.advance(cp.now(), offer_at)


def read(cp: Body, number: int) -> Reading:
    """0 is the main meter: everything that the outlets have drawn."""
    if number:
        refresh(cp, cp.connectors[number])
        return cp.connectors[number].meter.read(cp.chance)
    readings = [read(cp, connector.number) for connector in cp.outlets]
    return Reading(
        energy=sum(reading.energy for reading in readings),
        currents=tuple(map(sum, zip(*(reading.currents for reading in readings), strict=True))),
        voltages=readings[0].voltages,
        offered=sum(reading.offered for reading in readings),
        soc=None,
    )


def meter_value(cp: Body, number: int, wanted: list[str], context: str) -> dict[str, Any] | None:
    values = sampled_values(read(cp, number), wanted, context)
    return {"timestamp": cp.stamp(), "sampledValue": values} if values else None


def keep(cp: Body, connector: Connector, context: str) -> None:
    """Put a reading aside for the StopTransaction, if the configuration wants it there."""
    aligned = context == ReadingContext.sample_clock
    key = "StopTxnAlignedData" if aligned else "StopTxnSampledData"
    wanted = cp.configuration.items(key)
    if wanted and connector.transaction:
        value = meter_value(cp, connector.number, wanted, context)
        if value:
            connector.transaction.kept.append(value)


def thinned(values: list[dict[str, object]], limit: int) -> list[dict[str, object]]:
    """The first and the last stay, evenly spaced ones of those between (Err §3.91)."""
    if len(values) <= limit or limit < 2:
        return values[:limit]
    step = (len(values) - 1) / (limit - 1)
    return [values[round(position * step)] for position in range(limit)]


async def send(
    cp: Body,
    number: int,
    context: str = ReadingContext.sample_periodic,
    key: str = "MeterValuesSampledData",
    *,
    wait: bool = True,
) -> None:
    """MeterValues of one connector; those of a transaction take their turn in the outbox."""
    value = meter_value(cp, number, cp.configuration.items(key), context)
    if value is None:
        return
    payload = {"connectorId": number, "meterValue": [value]}
    transaction = cp.connectors[number].transaction
    if transaction is None:
        await cp.call_with("MeterValues", payload)
        return
    message = cp.outbox.put("MeterValues", payload, transaction)
    start_delivery(cp)
    if wait:
        await delivered(cp, message)


def sample(cp: Body, number: int) -> None:
    if cp.automatic:
        cp.tasks.start(f"sample:{number}", _samples(cp, cp.connectors[number]))


async def _samples(cp: Body, connector: Connector) -> None:
    """While a transaction runs: look at the car now and then, tell the meter when it is time."""
    interval = timedelta(seconds=cp.configuration.number("MeterValueSampleInterval"))
    due = cp.now() + interval if interval else datetime.max.replace(tzinfo=UTC)
    while connector.transaction is not None:
        # No more often than once in a second of the world, however hurried the clock.
        tick = max(TICK, cp.clock.grain)
        await cp.clock.sleep(min(tick, max(0.0, (due - cp.now()).total_seconds())))
        refresh(cp, connector)
        await report(cp, connector.number)
        if cp.now() >= due:
            due = max(due + interval, cp.now())
            keep(cp, connector, ReadingContext.sample_periodic)
            await send(cp, connector.number, wait=False)
            used = (connector.meter.register - connector.transaction.meter_start) / 1000
            power = connector.meter.power / 1000
            cp.note(f"connector {connector.number} {used:.3f} kWh, {power:.1f} kW")


def align(cp: Body) -> None:
    if cp.automatic:
        cp.tasks.start("aligned", _aligned(cp))


async def _aligned(cp: Body) -> None:
    """At every multiple of the interval since midnight, whether anybody charges or not."""
    while interval := cp.configuration.number("ClockAlignedDataInterval"):
        now = cp.now().astimezone(UTC)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        passed = (now - midnight) // timedelta(seconds=interval)
        due = midnight + timedelta(seconds=interval) * (passed + 1)
        await cp.clock.sleep((due - now).total_seconds())
        for connector in cp.outlets:
            keep(cp, connector, ReadingContext.sample_clock)
            if connector.transaction or (cp.online and not cp.silent):
                context, key = ReadingContext.sample_clock, "MeterValuesAlignedData"
                await send(cp, connector.number, context, key, wait=False)
