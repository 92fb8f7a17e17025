import pytest

from csms_tools.charge_point.domain.configuration_keys import KEYS, Access, standard

READ_ONLY = """ConnectorPhaseRotationMaxLength GetConfigurationMaxKeys
MeterValuesAlignedDataMaxLength
MeterValuesSampledDataMaxLength NumberOfConnectors StopTransactionMaxMeterValues
StopTxnAlignedDataMaxLength StopTxnSampledDataMaxLength SupportedFeatureProfiles
LocalAuthListMaxLength SendLocalListMaxLength ReserveConnectorZeroSupported
ChargeProfileMaxStackLevel ChargingScheduleAllowedChargingRateUnit ChargingScheduleMaxPeriods
ConnectorSwitch3to1PhaseSupported MaxChargingProfilesInstalled SupportedFileTransferProtocols
AdditionalRootCertificateCheck CertificateSignedMaxChainSize CertificateStoreMaxLength"""


def test_what_the_standard_makes_read_only_cannot_be_written() -> None:
    assert {key.name for key in KEYS if key.access is Access.READ} == set(READ_ONLY.split())


def test_only_the_password_cannot_be_read() -> None:
    assert [key.name for key in KEYS if key.access is Access.WRITE] == ["AuthorizationKey"]


def test_every_default_could_be_set() -> None:
    writable = [key for key in KEYS if key.access is Access.BOTH]
    assert [key.name for key in writable if not key.check(key.default)] == []


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("LocalPreAuthorize", "true", "yes"),
        ("HeartbeatInterval", "1", "0"),
        ("HeartbeatInterval", "86400", "1.5"),
        ("ClockAlignedDataInterval", "0", "-1"),
        ("LightIntensity", "100", "101"),
        ("ConnectorPhaseRotation", "0.RST,1.Unknown", "0.RSTU"),
        ("MeterValuesSampledData", "SoC,Voltage.L1", "SoC,Nonsense"),
        ("StopTxnSampledData", "", ",".join(["SoC"] * 13)),
        ("AuthorizationKey", "0123456789abcdefABCD0123456789abcdef", "0" * 31),
        ("AuthorizationKey", "0" * 40, "0" * 42),
        ("AuthorizationKey", "0" * 32, "secret-secret-secret-secret-secr"),
        ("SecurityProfile", "3", "4"),
    ],
)
def test_a_value_must_make_sense(name: str, good: str, bad: str) -> None:
    key = standard(["SmartCharging"])[name.casefold()]
    assert key.check(good)
    assert not key.check(bad)
