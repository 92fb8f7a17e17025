"""Of firmware updates, diagnostics and logs."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs


class OurFirmwareRecords(OfOurs):
    """See OurRecords."""
