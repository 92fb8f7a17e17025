"""Of certificates, security events and handshakes."""

from csms_tools.certification.operator.our_records.of_ours import OfOurs


class OurSecurityRecords(OfOurs):
    """See OurRecords."""
