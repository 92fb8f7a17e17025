"""What a charge point answers that is asked for all of its configuration keys."""

from csms_tools.certification.charge_point.schemas import Payload

FEATURES = "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger"

WRITABLE = {
    "AllowOfflineTxForUnknownId": "false",
    "AuthorizationCacheEnabled": "true",
    "AuthorizeRemoteTxRequests": "true",
    "BlinkRepeat": "3",
    "ClockAlignedDataInterval": "0",
    "ConnectionTimeOut": "60",
    "ConnectorPhaseRotation": "0.RST,1.RST",
    "HeartbeatInterval": "300",
    "LightIntensity": "80",
    "LocalAuthorizeOffline": "true",
    "LocalPreAuthorize": "false",
    "MaxEnergyOnInvalidId": "0",
    "MessageTimeout": "30",
    "MeterValuesAlignedData": "Energy.Active.Import.Register",
    "MeterValuesSampledData": "Energy.Active.Import.Register,Power.Active.Import",
    "MeterValueSampleInterval": "60",
    "MinimumStatusDuration": "0",
    "ResetRetries": "3",
    "StopTransactionOnEVSideDisconnect": "true",
    "StopTransactionOnInvalidId": "true",
    "StopTxnAlignedData": "",
    "StopTxnSampledData": "Energy.Active.Import.Register",
    "TransactionMessageAttempts": "3",
    "TransactionMessageRetryInterval": "60",
    "UnlockConnectorOnEVSideDisconnect": "true",
    "WebSocketPingInterval": "0",
    "LocalAuthListEnabled": "true",
    "SecurityProfile": "2",
    "CpoName": "csms",
}
READ_ONLY = {
    "ConnectorPhaseRotationMaxLength": "3",
    "GetConfigurationMaxKeys": "100",
    "MeterValuesAlignedDataMaxLength": "8",
    "MeterValuesSampledDataMaxLength": "8",
    "StopTransactionMaxMeterValues": "10",
    "StopTxnAlignedDataMaxLength": "8",
    "StopTxnSampledDataMaxLength": "8",
    "SupportedFeatureProfiles": FEATURES,
    "LocalAuthListMaxLength": "100",
    "SendLocalListMaxLength": "50",
    "ReserveConnectorZeroSupported": "true",
    "ChargeProfileMaxStackLevel": "8",
    "ChargingScheduleAllowedChargingRateUnit": "Current,Power",
    "ChargingScheduleMaxPeriods": "24",
    "ConnectorSwitch3to1PhaseSupported": "false",
    "MaxChargingProfilesInstalled": "10",
    "SupportedFileTransferProtocols": "HTTP,HTTPS",
    "AdditionalRootCertificateCheck": "false",
    "CertificateSignedMaxChainSize": "10000",
    "CertificateStoreMaxLength": "5",
}
NO_VALUE = "VendorKeyWithoutAValue"


def standard_keys(connectors: int) -> list[Payload]:
    """A value may be missing, as that of the last (C-59); what is write-only is not told."""
    return [
        *({"key": key, "readonly": False, "value": value} for key, value in WRITABLE.items()),
        *({"key": key, "readonly": True, "value": value} for key, value in READ_ONLY.items()),
        {"key": "NumberOfConnectors", "readonly": True, "value": str(connectors)},
        {"key": NO_VALUE, "readonly": True},
    ]
