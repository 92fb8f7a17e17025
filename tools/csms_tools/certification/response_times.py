"""How long a CSMS takes to answer, over many messages of one charge point, apart from the cases."""

from itertools import cycle

from csms_tools.certification.case import Case, Profile
from csms_tools.certification.cases.states import METER_START, authorized, started, stopped
from csms_tools.certification.runner import run_case
from csms_tools.certification.scenario import Scenario, now
from csms_tools.certification.site import Site
from csms_tools.certification.verdicts import CaseResult

NUMBER = "response-times"


async def measure(site: Site, url: str, messages: int) -> CaseResult:
    """At least so many CALLs, one after the other, in whole charging transactions."""

    async def run(s: Scenario) -> None:
        """Charging transactions one after the other."""
        for connector_id in cycle(range(1, s.settings.number_of_connectors + 1)):
            await _transaction(s, connector_id)
            if len(s.charge_point.journal.answered) >= messages:
                return

    return await run_case(site, Case(NUMBER, "Response times", Profile.CORE, run), url)


async def _transaction(s: Scenario, connector_id: int) -> None:
    await s.charge_point.call("Heartbeat")
    await authorized(s)
    await s.status("Preparing", connectorId=connector_id)
    number = await started(s, connectorId=connector_id)
    await s.status("Charging", connectorId=connector_id)
    sample = {"timestamp": now(), "sampledValue": [{"value": str(METER_START + 100)}]}
    reading = {"connectorId": connector_id, "transactionId": number, "meterValue": [sample]}
    await s.charge_point.call("MeterValues", reading)
    await stopped(s, number, METER_START + 200)
    await s.status("Available", connectorId=connector_id)
