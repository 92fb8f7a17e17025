"""Which status each connector has, and telling it when it is news (§4.9)."""

from ocpp.v16.enums import ChargePointStatus

from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.connector import NO_ERROR, Connector
from csms_tools.charge_point.domain.status import Condition, status
from csms_tools.charge_point.errors import CallFailed, Malformed, NoAnswer, Offline


def condition(cp: Body, connector: Connector, *, ignoring_reservations: bool) -> Condition:
    statuses = {} if ignoring_reservations else unreserved(cp)
    kept = cp.reservations.on(connector.number, statuses, cp.now()) if statuses else None
    return Condition(
        faulted=connector.error != NO_ERROR,
        operative=connector.operative and not cp.updating,
        charging=connector.transaction is not None,
        suspended=connector.suspended,
        finishing=connector.finishing,
        plugged=connector.plugged,
        authorized=connector.authorization is not None,
        reserved=kept is not None,
    )


def unreserved(cp: Body) -> dict[int, ChargePointStatus]:
    """The status of each outlet as if nothing were reserved."""
    return {
        outlet.number: status(condition(cp, outlet, ignoring_reservations=True))
        for outlet in cp.outlets
    }


def status_of(cp: Body, number: int) -> ChargePointStatus:
    connector = cp.connectors[number]
    return status(condition(cp, connector, ignoring_reservations=number == 0))


async def tell(cp: Body, number: int) -> None:
    """StatusNotification, whether it is news or not."""
    connector = cp.connectors[number]
    now = (status_of(cp, number), connector.error)
    before, connector.reported = connector.reported, now
    told = {"connectorId": number, "errorCode": connector.error}
    if connector.info:
        told["info"] = connector.info
    stamp = cp.stamp()
    try:
        await cp.call_with("StatusNotification", {**told, "status": now[0], "timestamp": stamp})
    except Offline:
        connector.reported = before
        raise
    cp.note(f"connector {number} is {now[0]}" if number else f"is {now[0]}")


async def report(cp: Body, number: int) -> None:
    """Tell the status if it is news (§4.9); what happens offline is told later, and a central
    system that cannot take it does not keep anybody from charging."""
    connector = cp.connectors[number]
    wait = cp.configuration.number("MinimumStatusDuration")
    if wait and connector.reported is not None:  # the first one after a boot is told at once
        before = status_of(cp, number)
        await cp.clock.sleep(wait)
        if status_of(cp, number) != before:
            return
    now = (status_of(cp, number), connector.error)
    if not cp.online or cp.silent or now == connector.reported:
        return
    try:
        await tell(cp, number)
    except (CallFailed, NoAnswer, Malformed, Offline) as error:
        cp.note(f"StatusNotification {number} failed ({error})")


async def report_all(cp: Body) -> None:
    for number in cp.connectors:
        await report(cp, number)


async def report_change(cp: Body, number: int) -> None:
    """Where the whole charge point is reserved, one connector's change may be another's, too."""
    await report(cp, number)
    if cp.reservations.live(cp.now()):
        await report_all(cp)
