import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.redaction import (
    MOST_CHARACTERS,
    REDACTED,
    names_a_secret,
    redacted,
    without_secrets,
)

SECRET = "c3b0a1d2e4f5"
CHANGE = {"key": "AuthorizationKey", "value": SECRET}


@pytest.mark.parametrize(
    "frame",
    [
        [2, "1", "ChangeConfiguration", CHANGE],
        [2, "1", "ChangeConfiguration", {"value": SECRET, "key": "authorizationKEY"}],
        [3, "1", {"configurationKey": [{"key": "Other", "value": "7"}, CHANGE]}],
        [2, "1", "DataTransfer", {"vendorId": "x", "password": SECRET}],
        [2, "1", "DataTransfer", {"vendorId": "x", "Password": {"deep": [SECRET]}}],
        [2, "1", "DataTransfer", {"vendorId": "x", "data": json.dumps(CHANGE)}],
        [2, "1", "DataTransfer", {"vendorId": "x", "data": json.dumps([json.dumps(CHANGE)])}],
        [2, "1", "DataTransfer", {"vendorId": "x", "data": f"password={SECRET}"}],
    ],
)
def test_a_secret_is_taken_out_and_the_rest_stays(frame: list[object]) -> None:
    clean = redacted(json.dumps(frame))
    assert SECRET not in clean
    assert REDACTED in clean
    assert json.loads(clean)[:2] == frame[:2]


def test_other_values_of_a_configuration_stay() -> None:
    frame = [3, "1", {"configurationKey": [{"key": "HeartbeatInterval", "value": "300"}, CHANGE]}]
    assert '"300"' in redacted(json.dumps(frame))


@pytest.mark.parametrize(
    "frame", [f'[2,"1","X",{{"password":"{SECRET}"', f'{"[" * 100_000}"password","{SECRET}"']
)
def test_what_cannot_be_read_is_cut_where_its_secret_may_begin(frame: str) -> None:
    assert SECRET not in redacted(frame)
    assert redacted(frame).startswith(frame[:5])


def test_a_frame_without_secrets_stays_as_it_came() -> None:
    frame = ' [2, "1",  "Heartbeat", {}] '
    assert redacted(frame) == frame


def test_a_long_frame_is_cut() -> None:
    assert len(redacted("x" * 100_000)) == MOST_CHARACTERS
    assert len(redacted(json.dumps({"password": 1, "x": "y" * 100_000}))) == MOST_CHARACTERS


@given(st.text(), st.text())
def test_nothing_raises(before: str, after: str) -> None:
    assert len(redacted(f"{before}password{after}")) <= MOST_CHARACTERS


STANDARD_KEYS = """
AllowOfflineTxForUnknownId AuthorizationCacheEnabled AuthorizeRemoteTxRequests BlinkRepeat
ClockAlignedDataInterval ConnectionTimeOut ConnectorPhaseRotation
ConnectorPhaseRotationMaxLength GetConfigurationMaxKeys HeartbeatInterval LightIntensity
LocalAuthorizeOffline LocalPreAuthorize MaxEnergyOnInvalidId MessageTimeout
MeterValuesAlignedData MeterValuesAlignedDataMaxLength MeterValuesSampledData
MeterValuesSampledDataMaxLength MeterValueSampleInterval MinimumStatusDuration
NumberOfConnectors ResetRetries StopTransactionOnEVSideDisconnect
StopTransactionOnInvalidId StopTransactionMaxMeterValues StopTxnAlignedData
StopTxnAlignedDataMaxLength StopTxnSampledData StopTxnSampledDataMaxLength
SupportedFeatureProfiles SupportedFeatureProfilesMaxLength TransactionMessageAttempts
TransactionMessageRetryInterval UnlockConnectorOnEVSideDisconnect WebSocketPingInterval
LocalAuthListEnabled LocalAuthListMaxLength SendLocalListMaxLength
ReserveConnectorZeroSupported ChargeProfileMaxStackLevel
ChargingScheduleAllowedChargingRateUnit ChargingScheduleMaxPeriods
ConnectorSwitch3to1PhaseSupported MaxChargingProfilesInstalled
SupportedFileTransferProtocols AuthorizationKey SecurityProfile CpoName
AdditionalRootCertificateCheck CertificateSignedMaxChainSize CertificateStoreMaxLength
"""


def test_of_all_standard_keys_one_is_a_secret() -> None:
    assert [key for key in STANDARD_KEYS.split() if names_a_secret(key)] == ["AuthorizationKey"]


@pytest.mark.parametrize(
    "name",
    [
        *("WifiPassword", "WIFIPassword", "wifi_password", "WiFiPassword", "PassWord", "PASSWD"),
        *("Wifi.Key", "WLAN-Key", "ApnKey", "modem_key", "WiFiKey", "SimPin", "SIM_PIN", "pin2"),
        *("apiToken", "ClientSecret", "wpa-psk", "FTPPwd", "authorizationkey"),
    ],
)
def test_a_name_says_by_its_words_that_it_is_of_a_secret(name: str) -> None:
    assert names_a_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        *("WebSocketPingInterval", "PinnedMessage", "Spinning", "KeyLock", "issuerKeyHash"),
        *("idTag", "Wifi", "Tokens", "CompassWord", "", "1", "ü"),
    ],
)
def test_a_name_that_only_holds_such_a_word_is_none(name: str) -> None:
    assert not names_a_secret(name)


def test_the_name_of_a_key_stays_and_its_value_goes() -> None:
    change = {"key": "WifiPassword", "value": SECRET}
    assert without_secrets(change) == {"key": "WifiPassword", "value": REDACTED}
    told = {"configurationKey": [change, {"key": "X", "value": "password"}]}
    assert without_secrets(told) == {
        "configurationKey": [
            {"key": "WifiPassword", "value": REDACTED},
            {"key": "X", "value": "password"},
        ]
    }


def test_what_is_called_like_a_secret_is_none() -> None:
    reservation = {"idTag": "PASSWORD-1", "reservationId": 1}
    assert without_secrets(reservation) == reservation
    frame = json.dumps([2, "1", "ReserveNow", reservation])
    assert redacted(frame) == frame


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"ftp://user:{SECRET}@files/x", f"ftp://user:{REDACTED}@files/x"),
        (
            f"https://b.s3.amazonaws.com/f?X-Amz-Date=1&X-Amz-Signature={SECRET}&part=2",
            f"https://b.s3.amazonaws.com/f?X-Amz-Date={REDACTED}&X-Amz-Signature={REDACTED}&part=2",
        ),
        (f"https://x/f?Signature={SECRET}", f"https://x/f?Signature={REDACTED}"),
        (f"https://x/f?a=1&access_token={SECRET}", f"https://x/f?a=1&access_token={REDACTED}"),
        ("https://x/f?page=2", "https://x/f?page=2"),
    ],
)
def test_an_address_loses_what_opens_it(url: str, shown: str) -> None:
    assert without_secrets({"location": url}) == {"location": shown}
    assert SECRET not in redacted(f"cannot reach {url}")
    assert json.loads(redacted(json.dumps([2, "1", "GetLog", {"remoteLocation": url}])))[3] == {
        "remoteLocation": shown
    }


def test_a_long_name_after_another_costs_no_time() -> None:
    assert names_a_secret("Password" * 10_000)
    assert len(redacted("key" * 100_000)) == MOST_CHARACTERS


def test_an_address_of_ours_is_shown_without_its_signature() -> None:
    signature = "k3J_-" + "a" * 38
    told = f"https://ocpp.example/files/put/1781524800/{signature}/uploads/7/log.txt"
    shown = "https://ocpp.example/files/put/1781524800/[redacted]/uploads/7/log.txt"
    assert without_secrets({"location": told}) == {"location": shown}
    assert redacted(f'[2,"7","GetLog",{{"a":"{told}"}}]') == f'[2,"7","GetLog",{{"a":"{shown}"}}]'
