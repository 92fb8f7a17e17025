"""What somebody does who comes to charge: shows a tag, plugs in, drives away (§3.5, §4.1)."""

from ocpp.v16.enums import AuthorizationStatus, ChargePointStatus, Reason

from csms_tools.charge_point.body import metering, transactions
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.connector import NO_ERROR, Authorization, Connector
from csms_tools.charge_point.body.reporting import report_change, status_of, unreserved
from csms_tools.charge_point.domain.authorization import Rules, Verdict, judge
from csms_tools.charge_point.domain.charging_profiles import ChargingProfile
from csms_tools.charge_point.domain.id_tags import IdTagInfo, same
from csms_tools.charge_point.domain.power import Vehicle
from csms_tools.charge_point.errors import CallFailed, Malformed, NoAnswer, Offline, reading

CLOSED = frozenset({ChargePointStatus.unavailable, ChargePointStatus.faulted})


async def authorize(cp: Body, tag: str) -> IdTagInfo:
    """Ask the central system, whatever is known here."""
    answer = await cp.call("Authorize", idTag=tag)
    with reading("Authorize"):
        info = IdTagInfo.from_wire(answer["idTagInfo"])
    cp.remember(tag, info)
    return info


async def admitted(cp: Body, tag: str) -> IdTagInfo | None:
    """May this tag charge, by the word of the one who is to be asked? (§3.5)"""
    config = cp.configuration
    rules = Rules(
        local_pre_authorize=config.flag("LocalPreAuthorize"),
        local_authorize_offline=config.flag("LocalAuthorizeOffline"),
        allow_unknown_offline=config.flag("AllowOfflineTxForUnknownId"),
    )
    listed, cached = cp.listed(tag), cp.cached(tag)
    online = cp.online and not cp.silent
    verdict = judge(online=online, rules=rules, listed=listed, cached=cached, at=cp.today())
    if verdict is Verdict.ASK:
        try:
            info = await authorize(cp, tag)
        except Offline:
            return await admitted(cp, tag)
        except (CallFailed, NoAnswer, Malformed) as error:
            cp.note(f"Authorize failed ({error})")
            return None
        cp.note(f"tag {tag} is {info.status}")
        return info if info.status == AuthorizationStatus.accepted else None
    return (listed or cached or IdTagInfo()) if verdict is Verdict.ACCEPT else None


async def swipe(cp: Body, number: int, tag: str) -> bool:
    """Show a tag at a connector: begins, or ends what the same tag or group has begun."""
    connector = cp.connectors[number]
    if connector.transaction is not None:
        return await _swipe_out(cp, connector, tag)
    if status_of(cp, number) in CLOSED:
        return False
    info = await admitted(cp, tag)
    if info is None or not available_to(cp, number, tag, info.parent):
        return False
    await let_charge(cp, connector, Authorization(tag, info))
    return True


async def _swipe_out(cp: Body, connector: Connector, tag: str) -> bool:
    transaction = connector.transaction
    if transaction is None:
        return False
    if not same(tag, transaction.tag):
        info = await admitted(cp, tag)
        if info is None or not same(info.parent, transaction.parent):
            return False
    if connector.transaction is transaction:
        await transactions.stop(cp, connector.number, Reason.local, tag)
    return True


def available_to(cp: Body, number: int, tag: str, parent: str | None) -> bool:
    """Nobody else has reserved it (C-53: the charge point itself refuses the wrong tag)."""
    kept = cp.reservations.on(number, unreserved(cp), cp.now())
    return kept is None or kept.admits(tag, parent)


async def let_charge(cp: Body, connector: Connector, authorization: Authorization) -> None:
    """Begin with the car that is there, or wait for one until the connection times out."""
    if connector.plugged and not connector.finishing:
        await transactions.start(cp, connector.number, authorization)
        return
    connector.authorization = authorization
    await report_change(cp, connector.number)
    if cp.automatic:
        cp.tasks.start(f"wait:{connector.number}", _time_out(cp, connector))


async def _time_out(cp: Body, connector: Connector) -> None:
    await cp.clock.sleep(cp.configuration.number("ConnectionTimeOut"))
    cp.note(f"connector {connector.number}: no car came")
    await give_up(cp, connector.number)


async def give_up(cp: Body, number: int) -> None:
    """The authorization is over without a car (004_2, 011_2)."""
    cp.connectors[number].authorization = None
    await report_change(cp, number)


async def plug_in(cp: Body, number: int, vehicle: Vehicle | None = None) -> None:
    connector = cp.connectors[number]
    cp.plug(connector, vehicle)
    cp.tasks.stop(f"wait:{number}")
    await report_change(cp, number)
    authorization = connector.authorization
    if authorization is not None and cp.automatic:
        await transactions.start(cp, number, authorization)


async def unplug(cp: Body, number: int) -> None:
    """Take the cable out; by configuration that ends the transaction (005_1)."""
    connector = cp.connectors[number]
    if connector.transaction is not None:
        metering.refresh(cp, connector)
        connector.plugged = False
        connector.meter.stop()
        await report_change(cp, number)
        if cp.configuration.flag("StopTransactionOnEVSideDisconnect"):
            connector.plugged = True  # on the other side it is still locked, until it is over
            await transactions.stop(cp, number, Reason.ev_disconnected)
    connector.plugged = connector.finishing = False
    connector.meter.unplug()
    await report_change(cp, number)


async def fault(cp: Body, number: int, error: str, info: str | None = None) -> None:
    connector = cp.connectors[number]
    connector.error, connector.info = error, info
    cp.reservations.end_on(number)
    running = connector.transaction is not None
    await report_change(cp, number)
    if running:
        await transactions.stop(cp, number, Reason.other)


async def mend(cp: Body, number: int) -> None:
    connector = cp.connectors[number]
    connector.error, connector.info = NO_ERROR, None
    await report_change(cp, number)


async def start_remotely(
    cp: Body, connector: Connector, tag: str, profile: ChargingProfile | None
) -> None:
    """After the answer to RemoteStartTransaction (§5.11, C-33)."""
    info: IdTagInfo | None = IdTagInfo()
    if cp.configuration.flag("AuthorizeRemoteTxRequests"):
        info = await admitted(cp, tag)
    if info is None:
        cp.note(f"remote start: {tag} may not charge")
        return
    await let_charge(cp, connector, Authorization(tag, info, profile))
    arrives = cp.settings.driver_arrives_after
    if connector.authorization is not None and arrives is not None:
        await cp.clock.sleep(arrives)
        if connector.authorization is not None:
            await plug_in(cp, connector.number)
