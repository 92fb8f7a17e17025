"""Payloads from words: what a field wants decides what a word is."""

import io
from pathlib import Path
from typing import Any

import pytest

from csms_tools.commands import Wrong
from csms_tools.operator.payloads import begun, payload

PERIOD = "csChargingProfiles.chargingSchedule.chargingSchedulePeriod"


@pytest.mark.parametrize(
    ("action", "words", "expected"),
    [
        ("ClearCache", [], {}),
        ("Reset", ["type=Soft"], {"type": "Soft"}),
        ("UnlockConnector", ["connectorId=1"], {"connectorId": 1}),
        ("UnlockConnector", ["connectorId=one"], {"connectorId": "one"}),
        ("UnlockConnector", ["connectorId=NaN"], {"connectorId": "NaN"}),
        ("ChangeConfiguration", ["key=X", "value=60"], {"key": "X", "value": "60"}),
        ("ChangeConfiguration", ["key=X", "value=a=b"], {"key": "X", "value": "a=b"}),
        ("ChangeConfiguration", ["value="], {"value": ""}),
        ("ChangeConfiguration", ["value:=60"], {"value": 60}),
        ("ChangeConfiguration", ['value:="@x"'], {"value": "@x"}),
        ("GetConfiguration", ["key=A"], {"key": ["A"]}),
        ("GetConfiguration", ["key=A", "key=7"], {"key": ["A", "7"]}),
        ("GetConfiguration", ['key=["A","B"]'], {"key": ["A", "B"]}),
        ("GetConfiguration", ["key:=5"], {"key": 5}),
        ("GetConfiguration", ["key.0=A", "key.1=B"], {"key": ["A", "B"]}),
        (
            "SignedUpdateFirmware",
            ["firmware.location=https://x", "firmware.signature=1", "retries=2"],
            {"firmware": {"location": "https://x", "signature": "1"}, "retries": 2},
        ),
        (
            "SetChargingProfile",
            [f"{PERIOD}.0.limit=16.5", f"{PERIOD}.0.startPeriod=0"],
            {
                "csChargingProfiles": {
                    "chargingSchedule": {
                        "chargingSchedulePeriod": [{"limit": 16.5, "startPeriod": 0}]
                    }
                }
            },
        ),
        ("SetChargingProfile", ['csChargingProfiles={"a":1}'], {"csChargingProfiles": {"a": 1}}),
        (
            "GetDiagnostics",
            ["startTime=2026-01-01T00:00:00Z"],
            {"startTime": "2026-01-01T00:00:00Z"},
        ),
    ],
)
def test_a_word_is_what_its_field_takes(
    action: str, words: list[str], expected: dict[str, Any]
) -> None:
    assert payload(action, tuple(words), {}) == expected


def test_a_file_is_taken_byte_for_byte(tmp_path: Path) -> None:
    pem = b"-----BEGIN CERTIFICATE-----\r\nMIIB\r\n-----END CERTIFICATE-----\n\n"
    (tmp_path / "root.pem").write_bytes(pem)
    built = payload("InstallCertificate", (f"certificate=@{tmp_path}/root.pem",), {})
    assert built == {"certificate": pem.decode()}


def test_a_file_can_be_json(tmp_path: Path) -> None:
    (tmp_path / "profile.json").write_text('{"stackLevel": 0}')
    built = payload("SetChargingProfile", (f"csChargingProfiles:=@{tmp_path}/profile.json",), {})
    assert built == {"csChargingProfiles": {"stackLevel": 0}}


@pytest.mark.parametrize(
    ("action", "words", "reason"),
    [
        ("Rest", [], "there is no command Rest; near it: Reset"),
        ("xyzzy", [], "there is no command xyzzy; there are: CancelReservation, "),
        ("Reset", ["typ=Soft"], "Reset has no field typ; near it: type"),
        ("ClearCache", ["a=1"], "ClearCache has no field a; it has none"),
        ("SignedUpdateFirmware", ["firmware.loc=x"], "SignedUpdateFirmware.firmware has no field"),
        ("Reset", ["type"], "type is not key=value"),
        ("Reset", ["=Soft"], "=Soft is not key=value"),
        ("Reset", ["type.x=1"], "type has no members"),
        ("Reset", ["type:=Soft"], "type:: not JSON"),
        ("Reset", ["type:=NaN"], "type:: not JSON"),
        ("Reset", ["type=@/nowhere"], "No such file"),
        ("Reset", ["type=@/"], "Is a directory"),
        ("GetConfiguration", ["key.x=A"], "key is a list: its elements are 0, 1, …"),
        ("GetConfiguration", ["key.1=A"], "element 1 comes after element 0"),
        (
            "SignedUpdateFirmware",
            ["firmware=5", "firmware.location=x"],
            "firmware is a value already",
        ),
    ],
)
def test_what_makes_no_payload_is_told(action: str, words: list[str], reason: str) -> None:
    with pytest.raises(Wrong) as raised:
        payload(action, tuple(words), {})
    assert reason in raised.value.message


def test_words_come_on_top_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "payload.json"
    file.write_text('{"connectorId": 1, "type": "Operative"}')
    built = payload("ChangeAvailability", ("type=Inoperative",), begun(str(file)))
    assert built == {"connectorId": 1, "type": "Inoperative"}


def test_a_payload_can_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"type": "Hard"}'))
    assert begun("-") == {"type": "Hard"}


@pytest.mark.parametrize("text", ["", "[]", "5"])
def test_a_file_that_has_no_object_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "payload.json").write_text(text)
    with pytest.raises(Wrong, match="JSON"):
        begun(str(tmp_path / "payload.json"))
