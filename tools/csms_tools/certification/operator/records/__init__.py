"""What a CSMS has recorded, as far as the cases ask, by what it is about."""

from typing import Protocol

from csms_tools.certification.operator.records.charging import ChargingRecords
from csms_tools.certification.operator.records.charging_profiles import ChargingProfileRecords
from csms_tools.certification.operator.records.core import CoreRecords
from csms_tools.certification.operator.records.firmware import FirmwareRecords
from csms_tools.certification.operator.records.local_list import LocalListRecords
from csms_tools.certification.operator.records.reservation import ReservationRecords
from csms_tools.certification.operator.records.security import SecurityRecords


class Records(
    CoreRecords,
    ChargingRecords,
    LocalListRecords,
    FirmwareRecords,
    ReservationRecords,
    ChargingProfileRecords,
    SecurityRecords,
    Protocol,
):
    """None, or an empty list: there is no such record. Raises NotRun where it cannot be known."""
