"""The names of what the CSMS may do on its own at a charge point, and when each is due.

They stand apart from how it is done, which $connect and BootNotification need not import.
"""

CONFIGURATION, LIST = "configurationAfterBoot", "localListInStep"
PROFILES, STATUS = "profilesAfterBoot", "statusAfterReconnect"
RENEWAL = "certificateRenewal"
LIST_VERSION = f"{LIST}/version"  # which is read after a boot
AFTER_BOOT = frozenset((CONFIGURATION, LIST, PROFILES))
AFTER_RECONNECT = frozenset((LIST, STATUS))
