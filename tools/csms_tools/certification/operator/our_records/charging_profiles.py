"""Of charging profiles."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs


class OurChargingProfileRecords(OfOurs):
    """See OurRecords."""
