"""The security events that the Security Whitepaper (edition 3) names; vendors add their own."""

CRITICAL = frozenset(
    {
        "FirmwareUpdated",
        "MemoryExhaustion",
        "ResetOrReboot",
        "SecurityLogWasCleared",
        "SettingSystemTime",
        "StartupOfTheDevice",
        "TamperDetectionActivated",
    }
)

NOT_CRITICAL = frozenset(
    {
        "AttemptedReplayAttacks",
        "CentralSystemFailedToAuthenticate",
        "FailedToAuthenticateAtCentralSystem",
        "InvalidCentralSystemCertificate",
        "InvalidChargePointCertificate",
        "InvalidFirmwareSignature",
        "InvalidFirmwareSigningCertificate",
        "InvalidMessages",
        "InvalidTLSCipherSuite",
        "InvalidTLSVersion",
        "ReconfigurationOfSecurityParameters",
    }
)
"""A charge point keeps these in its security log, and need not report them."""

ALARMING = frozenset(
    {
        "AttemptedReplayAttacks",
        "InvalidFirmwareSignature",
        "SecurityLogWasCleared",
        "TamperDetectionActivated",
    }
)
"""What does not come with the daily life of a charge point, as its start and its updates do."""
