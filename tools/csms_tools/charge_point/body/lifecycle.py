"""Connections come and go, power too: what the charge point does about it."""

import time
from dataclasses import replace

from ocpp.v16.enums import Reason, RegistrationStatus, ResetType

from csms_tools.charge_point.body import registration, security, transactions
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.delivery import start_delivery
from csms_tools.charge_point.domain.retries import backoff
from csms_tools.charge_point.errors import Refused, Unreachable
from csms_tools.charge_point.settings import Quirk

SHORT_LIVED = 10.0
"""Seconds: a connection that ends sooner counts as a failure, so that nobody is stormed."""
UPGRADE_ATTEMPTS = 3
FINAL = frozenset({None, 400, 401, 403, 404})
"""A gateway that is busy (429) or broken (5xx) is tried again; None: no common subprotocol."""


async def connect(cp: Body) -> None:
    if cp.online:
        return
    ping = cp.configuration.number("WebSocketPingInterval")
    if cp.network.is_set():
        link = await cp.open(ping or None)
    if not cp.network.is_set():  # perhaps only since then
        await cp.drop()
        raise Unreachable("the network cable is out")
    link.closed.add_done_callback(lambda _: cp.tasks.stop_like("online:"))
    cp.note("connected")
    if cp.automatic and cp.may_transact:
        cp.tasks.start("online:resume", registration.resume(cp))


async def live(cp: Body) -> None:
    """Stay connected and registered until cancelled; raises Refused if that is hopeless."""
    cp.living = True
    try:
        await _live(cp)
    finally:
        cp.living = False


async def _live(cp: Body) -> None:
    failures = 0
    while True:
        await cp.network.wait()
        try:
            await connect(cp)
        except (Refused, Unreachable) as error:
            if _hopeless(cp, error):
                raise
            failures += 1
            _fall_back(cp, failures)
            wait = backoff(failures - 1, cp.chance)
            cp.note(f"cannot connect ({error}), again in {wait:.1f} s")
            await cp.clock.sleep(wait)
            continue
        began, link = time.monotonic(), cp.link
        if not cp.may_transact:
            cp.tasks.start("online:start-up", registration.start_up(cp))
        if link is not None:
            await link.gone()
        cp.note("disconnected")
        if cp.planned_reconnect:
            cp.planned_reconnect, failures = False, 0
        elif cp.network.is_set() and time.monotonic() - began < SHORT_LIVED:
            failures += 1
            await cp.clock.sleep(backoff(failures - 1, cp.chance))
        else:
            failures = 0


def _hopeless(cp: Body, error: Exception) -> bool:
    """A refusal by the central system itself, unless another way in is left."""
    final = isinstance(error, Refused) and error.status in FINAL
    return final and cp.fallback is None


def _fall_back(cp: Body, failures: int) -> None:
    """The new security profile does not work: back to the old one (A05.FR.06, C-41)."""
    if cp.fallback is not None and failures >= UPGRADE_ATTEMPTS:
        cp.access, cp.fallback = cp.fallback, None
        cp.configuration["SecurityProfile"] = str(cp.access.security_profile)
        cp.note("back to the old security profile")


async def reconnect(cp: Body) -> None:
    """With new credentials; the registration stays as it is (C-17)."""
    cp.planned_reconnect = True
    if Quirk.NO_CLOSE_FRAME in cp.settings.quirks:
        await cp.drop()
    else:
        await cp.disconnect(1001, "reconnecting")
    if not cp.living:
        cp.planned_reconnect = False
        await connect(cp)


def pull_network(cp: Body) -> None:
    cp.network.clear()
    cp.note("network cable pulled")
    if cp.link is not None and cp.online:
        cp.link.abort()


def plug_network(cp: Body) -> None:
    cp.network.set()
    cp.note("network cable plugged in")


async def power_cycle(cp: Body) -> None:
    """Down and up again; returns when the central system has accepted the charge point."""
    _forget(cp)
    cp.planned_reconnect = True
    await cp.disconnect(1001, "rebooting")
    await power_up(cp)


def _forget(cp: Body) -> None:
    """What does not survive a boot."""
    if cp.accepted.is_set() and Quirk.NO_BOOT in cp.settings.quirks:
        cp.registration = RegistrationStatus.accepted
    else:
        cp.registration, cp.next_boot = None, None
        cp.accepted.clear()
        cp.up.clear()
        for connector in cp.connectors.values():
            connector.reported = None
    cp.configuration.reboot()
    for connector in cp.connectors.values():
        connector.authorization = None
    _upgrade(cp)


async def power_up(cp: Body) -> None:
    if cp.living:
        await cp.up.wait()
        return
    cp.planned_reconnect = False
    await connect(cp)
    if not cp.up.is_set():
        await registration.start_up(cp)


async def upgrade(cp: Body) -> None:
    """To the higher security profile without a boot."""
    _upgrade(cp)
    await reconnect(cp)


def _upgrade(cp: Body) -> None:
    """A higher security profile is used from the next boot on (A05)."""
    wanted = cp.configuration.number("SecurityProfile")
    if wanted <= cp.access.security_profile:
        return
    cp.fallback = cp.access
    url = cp.settings.endpoints.get(wanted, cp.access.url)
    cp.access = replace(cp.access, url=url, profile=wanted)
    cp.note(f"goes from security profile {cp.fallback.security_profile} to {wanted}")


async def reset(cp: Body, kind: str) -> None:
    """Soft ends the transactions first; Hard reports their end after the boot (C-34)."""
    if kind == ResetType.soft:
        for connector in list(cp.charging):
            await transactions.stop(cp, connector.number, Reason.soft_reset)
    else:
        cp.registration = None  # nothing is delivered until the boot
        for connector in list(cp.charging):
            transactions.end(cp, connector, Reason.hard_reset)
    await power_cycle(cp)
    security.log(cp, "ResetOrReboot", kind)
    start_delivery(cp)


async def power_cut(cp: Body) -> None:
    """The lights go out in the middle of everything; `power_up` comes later (032_1)."""
    cp.registration = None
    await cp.drop()
    for connector in list(cp.charging):
        transactions.end(cp, connector, Reason.power_loss)
    _forget(cp)
