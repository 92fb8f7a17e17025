"""064: a vendor's data."""

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.core.recorded import no_transaction
from csms_tools.certification.scenario import Scenario


@case("TC_064", "Data transfer to the CSMS", Profile.CORE)
async def tc_064_data_transfer(s: Scenario) -> None:
    """> DataTransfer of a vendor that is not known."""
    transfer = {"vendorId": "org.example.nobody", "messageId": "Nothing", "data": "none"}
    answer = await s.charge_point.call("DataTransfer", transfer)
    # All statuses that there are: Accepted passes, with a warning.
    s.beyond(answer["status"] != "Accepted", "a vendor that is not known is refused", answer)
    s.beyond("data" not in answer, "whoever does not know a vendor returns no data", answer)
    await no_transaction(s)
