"""023, 061: who may charge."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.core.recorded import commanded, no_transaction
from csms_tools.certification.cases.states import authorized
from csms_tools.certification.scenario import Scenario


@case("TC_023_1", "Authorize, invalid", Profile.CORE)
async def tc_023_1_invalid(s: Scenario) -> None:
    """> Authorize of a tag that is not known: Invalid."""
    await authorized(s, s.tags.unknown, standing="Invalid")
    await no_transaction(s)


@case("TC_023_2", "Authorize, expired", Profile.CORE)
async def tc_023_2_expired(s: Scenario) -> None:
    """> Authorize of a tag that has expired: Expired, and not Invalid."""
    await authorized(s, s.tags.expired, standing="Expired")
    await no_transaction(s)


@case("TC_023_3", "Authorize, blocked", Profile.CORE)
async def tc_023_3_blocked(s: Scenario) -> None:
    """> Authorize of a tag that is blocked: Blocked, and not Invalid."""
    await authorized(s, s.tags.blocked, standing="Blocked")
    await no_transaction(s)


@case("TC_061", "Clear the authorization cache", Profile.CORE)
async def tc_061_clear_cache(s: Scenario) -> None:
    """< ClearCache / Accepted."""
    await commanded(s, "ClearCache")
