"""003, 004, 007, 024: somebody comes to charge."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.core.recorded import connector_is, no_transaction, runs
from csms_tools.certification.cases.states import authorized, charging, started
from csms_tools.certification.scenario import Scenario


@case("TC_003", "Regular charging session, plug in first", Profile.CORE)
async def tc_003_plug_in_first(s: Scenario) -> None:
    """> Status Preparing, > Authorize, > StartTransaction, > Status Charging."""
    await s.status("Preparing")
    await authorized(s)
    number = await started(s)
    await s.status("Charging")
    await runs(s, number)
    await connector_is(s, "Charging")


@case("TC_004_1", "Regular charging session, identification first", Profile.CORE)
async def tc_004_1_identification_first(s: Scenario) -> None:
    """> Authorize, > Status Preparing, > StartTransaction, > Status Charging."""
    number = await charging(s)
    await runs(s, number)
    await connector_is(s, "Charging")


@case("TC_004_2", "Identification first, connection timeout", Profile.CORE)
async def tc_004_2_connection_timeout(s: Scenario) -> None:
    """> Authorize, > Status Preparing, > Status Available: nobody has plugged in."""
    await authorized(s)
    await s.status("Preparing")
    await s.status("Available")
    await no_transaction(s)
    await connector_is(s, "Available")


@case("TC_007", "Start with a cached id", Profile.CORE)
async def tc_007_cached_id(s: Scenario) -> None:
    """> Status Preparing, > StartTransaction without an Authorize before, > Status Charging."""
    await s.status("Preparing")
    number = await started(s)
    await s.status("Charging")
    await runs(s, number)
    await connector_is(s, "Charging")


@case("TC_024", "Connector lock failure", Profile.CORE)
async def tc_024_lock_failure(s: Scenario) -> None:
    """> Authorize, > Status Preparing, > Status Faulted with ConnectorLockFailure."""
    await authorized(s)
    await s.status("Preparing")
    await s.status("Faulted", "ConnectorLockFailure")
    await connector_is(s, "Faulted", "ConnectorLockFailure")
    await no_transaction(s)
