"""010, 011, 026: an operator starts a transaction."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.core.recorded import (
    commanded,
    connector_is,
    no_transaction,
    runs,
)
from csms_tools.certification.cases.states import authorized, started
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.scenario import Scenario


def _start(s: Scenario) -> Payload:
    return {"connectorId": s.settings.connector_id, "idTag": s.tags.accepted}


@case("TC_010", "Remote start, plugged in first", Profile.CORE)
async def tc_010_plugged_in_first(s: Scenario) -> None:
    """> Preparing, < RemoteStartTransaction, > Authorize, > StartTransaction, > Charging."""
    await s.status("Preparing")
    await commanded(s, "RemoteStartTransaction", _start(s))
    await authorized(s)
    number = await started(s)
    await s.status("Charging")
    await runs(s, number)
    await connector_is(s, "Charging")


@case("TC_011_1", "Remote start first", Profile.CORE)
async def tc_011_1_remote_start_first(s: Scenario) -> None:
    """< RemoteStartTransaction, > Authorize, > Preparing, > StartTransaction, > Charging."""
    await commanded(s, "RemoteStartTransaction", _start(s))
    await authorized(s)
    await s.status("Preparing")
    number = await started(s)
    await s.status("Charging")
    await runs(s, number)
    await connector_is(s, "Charging")


@case("TC_011_2", "Remote start first, timeout", Profile.CORE)
async def tc_011_2_timeout(s: Scenario) -> None:
    """< RemoteStartTransaction, > Authorize, > Preparing, > Available: nobody has plugged in."""
    await commanded(s, "RemoteStartTransaction", _start(s))
    await authorized(s)
    await s.status("Preparing")
    await s.status("Available")
    await no_transaction(s)
    await connector_is(s, "Available")


@case("TC_026", "Remote start rejected", Profile.CORE)
async def tc_026_rejected(s: Scenario) -> None:
    """< RemoteStartTransaction / Rejected."""
    await commanded(s, "RemoteStartTransaction", _start(s), {"status": "Rejected"})
    await no_transaction(s)
