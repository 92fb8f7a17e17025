"""Of local lists."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs


class OurLocalListRecords(OfOurs):
    """See OurRecords."""
