"""C-01, C-03, C-05, C-16, C-17, C-61: who connects, and what goes over which connection."""

from contextlib import AsyncExitStack
from dataclasses import replace

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.security.steps import admitted_beyond
from csms_tools.certification.cases.states import authorized, booted, started, stopped
from csms_tools.certification.charge_point.transport import Refused
from csms_tools.certification.scenario import Scenario, now

MALFORMED = "%zz"


@case("C-01", "An identity is percent-decoded", Profile.TRAPS, connected=False)
async def c_01_an_identity_is_percent_decoded(s: Scenario) -> None:
    """Connects as CP%202%25, the name in its header being `CP 2%`; > BootNotification."""
    other = await s.another(" 2%")
    async with other.connected() as opened:
        s.must(opened.subprotocol == "ocpp1.6", "the identity in the path is percent-decoded")
        await booted(s.of(other))
    await s.recorded(
        "the charge point is known by its decoded identity",
        lambda records: records.boot(other.id),
        lambda boot: boot and boot["chargePointVendor"] == s.settings.vendor,
    )
    malformed = replace(other.handshake, url=other.handshake.url.replace("%25", MALFORMED))
    refused = await other.refused(malformed)
    s.must(isinstance(refused, Refused), "malformed percent-encoding is refused", refused)
    slash = replace(other.handshake, url=other.handshake.url + "/")
    await admitted_beyond(s.of(other), slash, "one slash behind the identity is ignored")


@case("C-03", "An unknown identity is not found", Profile.TRAPS, connected=False)
async def c_03_an_unknown_identity(s: Scenario) -> None:
    """Connects as a charge point that is not known: HTTP 404, before the upgrade."""
    unknown = replace(s.charge_point.identity, id=f"{s.charge_point.id}-unknown")
    stranger = s.site.connecting(unknown, s.url, s.charge_point.journal)
    refused = await stranger.refused(stranger.handshake)
    s.must(
        isinstance(refused, Refused) and refused.status == 404,
        "an unknown identity is answered HTTP 404",
        refused,
    )
    async with s.charge_point.connected():
        await s.charge_point.call("Heartbeat")


@case("C-05", "One CALL at a time, and calls cross", Profile.TRAPS)
async def c_05_one_open_call(s: Scenario) -> None:
    """< ClearCache, and another command waits; > Heartbeat meanwhile, < its answer; then both."""
    async with AsyncExitStack() as stack:
        waiting = s.command("ClearCache", {})
        call, outcome = await stack.enter_async_context(waiting)
        second = s.command("GetLocalListVersion", {})
        stack.push_async_exit(second.__aexit__)
        await s.charge_point.call("Heartbeat")
        s.must(True, "a CALL is answered while one of the CSMS is open")
        await s.charge_point.line.quiet(s.settings.quiet)
        s.must(True, "no second CALL comes before the first is answered")
        await s.charge_point.answer(call, {"status": "Accepted"})
        s.told("ClearCache", await outcome(), {"status": "Accepted"})
        call, outcome = await stack.enter_async_context(second)
        await s.charge_point.answer(call, {"listVersion": 0})
        s.told("GetLocalListVersion", await outcome(), {"listVersion": 0})


@case("C-16", "A new connection replaces the old one", Profile.TRAPS)
async def c_16_a_new_connection_replaces_the_old(s: Scenario) -> None:
    """< ClearCache, unanswered; connects again without an end; the next command comes there."""
    async with s.command("ClearCache", {}) as (_, outcome):
        twin = s.charge_point.twin()
        async with twin.connected():
            await twin.call("Heartbeat")
            told = await outcome()
            s.beyond(told is None or told.error, "a CALL that is open on the old one fails", told)
            ended = await s.charge_point.line.ends(s.settings.shown_within)
            s.beyond(ended, "the old connection is closed")
            await s.of(twin).commanded("ClearCache")
            s.must(True, "commands go over the new connection")
            await twin.call("Heartbeat")
    await s.charge_point.disconnect()


@case("C-17", "A reconnect brings no BootNotification", Profile.TRAPS)
async def c_17_a_reconnect_brings_no_boot(s: Scenario) -> None:
    """Booted, connects again, > Authorize, > StartTransaction, < ClearCache, > StopTransaction."""
    await booted(s)
    await s.charge_point.disconnect()
    await s.charge_point.connect()
    await authorized(s)
    number = await started(s)
    await s.commanded("ClearCache")
    await stopped(s, number, 2500)
    await s.recorded(
        "the transaction of 1500 Wh has stopped",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and one.energy == 1500,
    )


@case("C-61", "A connection that breaks is no error", Profile.TRAPS)
async def c_61_a_connection_that_breaks(s: Scenario) -> None:
    """> StartTransaction, TCP breaks, connects again, > MeterValues, breaks, > StopTransaction."""
    number = await started(s)
    await _breaks(s)
    value = {"timestamp": now(), "sampledValue": [{"value": "1200"}]}
    values = {"connectorId": s.settings.connector_id, "transactionId": number}
    await s.charge_point.call("MeterValues", values | {"meterValue": [value]})
    await s.commanded("ClearCache")
    await _breaks(s)
    await stopped(s, number, 2500)
    await s.recorded(
        "the transaction of 1500 Wh has stopped, over three connections",
        lambda records: records.transaction(s.charge_point.id, number),
        lambda one: one and one.stopped and one.energy == 1500,
    )


async def _breaks(s: Scenario) -> None:
    await s.charge_point.disconnect(abruptly=True)
    await s.charge_point.connect()
