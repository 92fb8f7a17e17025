"""Booting, and what the answer asks for: heartbeats, waiting, silence (§4.2, §4.6, C-17-C-20)."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from ocpp.v16.enums import RegistrationStatus

from csms_tools.charge_point.body import metering, security
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.delivery import start_delivery
from csms_tools.charge_point.body.reporting import report_all
from csms_tools.charge_point.domain import retries, times
from csms_tools.charge_point.errors import CallFailed, Malformed, NoAnswer, reading

NOTICEABLE = timedelta(seconds=2)


@dataclass(frozen=True)
class Boot:
    status: RegistrationStatus
    interval: int
    current_time: datetime


async def boot(cp: Body) -> Boot:
    """One BootNotification, and what its answer makes of the charge point."""
    answer = await cp.call(
        "BootNotification",
        chargePointVendor=cp.settings.vendor,
        chargePointModel=cp.settings.model,
        chargePointSerialNumber=cp.serial_number[:25],
        firmwareVersion=cp.firmware_version,
    )
    with reading("BootNotification"):
        status = RegistrationStatus(answer["status"])
        boot = Boot(status, int(answer["interval"]), times.parse(answer["currentTime"]))
    cp.registration = status
    synchronise(cp, boot.current_time)
    if status != RegistrationStatus.accepted:
        cp.accepted.clear()
        wait = retries.boot_wait(boot.interval)
        cp.next_boot = cp.now() + timedelta(seconds=wait)
        cp.note(f"registration {status}, boots again in {wait} s")
        return boot
    cp.next_boot, cp.fallback = None, None
    cp.accepted.set()
    if boot.interval > 0:
        cp.configuration["HeartbeatInterval"] = str(boot.interval)
    cp.note(f"registration Accepted, heartbeat every {cp.heartbeat_interval} s")
    start_loops(cp)
    return boot


async def register(cp: Body) -> None:
    """Boot as often as it takes, never before the central system's interval is over (§4.2.1)."""
    while not cp.may_transact:
        wait = (cp.next_boot - cp.now()).total_seconds() if cp.next_boot else 0.0
        if wait > 0:
            await _wait(cp, wait)
            continue
        try:
            await boot(cp)
        except (CallFailed, NoAnswer, Malformed) as error:
            cp.next_boot = cp.now() + timedelta(seconds=retries.OWN_CHOICE)
            cp.note(f"BootNotification failed ({error}), again in {retries.OWN_CHOICE} s")


async def _wait(cp: Body, seconds: float) -> None:
    """Until it is time; or less, if a boot that was triggered is accepted in the meantime."""
    loop = asyncio.get_running_loop()
    ends = [loop.create_task(cp.clock.sleep(seconds)), loop.create_task(cp.accepted.wait())]
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for end in ends:
            end.cancel()


async def start_up(cp: Body) -> None:
    """After power came (back): registration, then the status of everything (§4.2, §4.9)."""
    await register(cp)
    for connector in cp.connectors.values():
        connector.reported = None
    await report_all(cp)
    cp.up.set()
    security.log(cp, "StartupOfTheDevice")
    start_delivery(cp)


async def resume(cp: Body) -> None:
    """After a reconnect there is no boot (C-17): only what has changed, and what has waited."""
    start_loops(cp)
    start_delivery(cp)
    await report_all(cp)
    cp.fallback = None


def start_loops(cp: Body) -> None:
    if cp.automatic and cp.may_transact:
        cp.tasks.start("online:heartbeat", _heartbeats(cp))
        if not cp.tasks.running("aligned"):
            metering.align(cp)


async def heartbeat(cp: Body) -> datetime:
    answer = await cp.call("Heartbeat")
    with reading("Heartbeat"):
        current_time = times.parse(answer["currentTime"])
    synchronise(cp, current_time)
    return current_time


async def _heartbeats(cp: Body) -> None:
    while True:
        await cp.clock.sleep(cp.heartbeat_interval)
        try:
            await heartbeat(cp)
        except (CallFailed, NoAnswer, Malformed) as error:
            cp.note(f"Heartbeat failed ({error})")


def synchronise(cp: Body, current_time: datetime) -> None:
    """Keep the central system's time (§4.6), unless the clock is hurried on purpose."""
    drift = current_time - cp.clock.now()
    if not cp.clock.hurried and abs(drift - cp.drift) > NOTICEABLE:
        cp.drift = drift
        security.log(cp, "SettingSystemTime", times.spell(current_time))
