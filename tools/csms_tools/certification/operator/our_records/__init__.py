"""What our own CSMS has recorded, by its HTTP API."""

from csms_tools.certification.operator.our_records.charging import OurChargingRecords
from csms_tools.certification.operator.our_records.charging_profiles import (
    OurChargingProfileRecords,
)
from csms_tools.certification.operator.our_records.core import OurCoreRecords
from csms_tools.certification.operator.our_records.firmware import OurFirmwareRecords
from csms_tools.certification.operator.our_records.local_list import OurLocalListRecords
from csms_tools.certification.operator.our_records.reservation import OurReservationRecords
from csms_tools.certification.operator.our_records.security import OurSecurityRecords


class OurRecords(
    OurCoreRecords,
    OurChargingRecords,
    OurLocalListRecords,
    OurFirmwareRecords,
    OurReservationRecords,
    OurChargingProfileRecords,
    OurSecurityRecords,
):
    """All of it."""
