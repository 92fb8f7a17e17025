import json
from decimal import Decimal
from typing import Any

from csms.wire.frames import parse
from csms.wire.meter_values import SampledValue
from csms.wire.serialization import in_schema_order, to_json_types
from outbound.get_configuration import GetConfiguration
from outbound.remote_start_transaction import RemoteStartTransaction
from outbound.reset import Reset
from outbound.send_local_list import SendLocalList

POSTED: dict[str, Any] = {
    "chargingProfile": {
        "validFrom": "2026-06-01T12:00:00+02:00",
        "chargingSchedule": {
            "minChargingRate": 8.10,
            "chargingSchedulePeriod": [
                {"numberPhases": 1, "limit": 6, "startPeriod": 0},
                {"limit": 8.1, "startPeriod": 60},
            ],
            "chargingRateUnit": "A",
        },
        "chargingProfileKind": "Relative",
        "chargingProfilePurpose": "TxProfile",
        "stackLevel": 0,
        "chargingProfileId": 8,
    },
    "idTag": "card ½\n",
}


def spelled(payload: dict[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False)


def test_members_come_in_the_order_of_the_schema_however_deep() -> None:
    assert spelled(in_schema_order(RemoteStartTransaction, POSTED)) == spelled(
        {
            "idTag": "card ½\n",
            "chargingProfile": {
                "chargingProfileId": 8,
                "stackLevel": 0,
                "chargingProfilePurpose": "TxProfile",
                "chargingProfileKind": "Relative",
                "validFrom": "2026-06-01T12:00:00+02:00",
                "chargingSchedule": {
                    "chargingRateUnit": "A",
                    "chargingSchedulePeriod": [
                        {"startPeriod": 0, "limit": 6, "numberPhases": 1},
                        {"startPeriod": 60, "limit": 8.1},
                    ],
                    "minChargingRate": 8.1,
                },
            },
        }
    )


def test_elements_of_a_list_stay_in_their_order() -> None:
    posted = {
        "updateType": "Full",
        "localAuthorizationList": [
            {"idTagInfo": {"status": "Accepted"}, "idTag": "B"},
            {"idTagInfo": {"status": "Blocked", "expiryDate": "2027-01-01T00:00"}, "idTag": "A"},
        ],
        "listVersion": 1,
    }
    assert spelled(in_schema_order(SendLocalList, posted)) == spelled(
        {
            "listVersion": 1,
            "localAuthorizationList": [
                {"idTag": "B", "idTagInfo": {"status": "Accepted"}},
                {
                    "idTag": "A",
                    "idTagInfo": {"expiryDate": "2027-01-01T00:00", "status": "Blocked"},
                },
            ],
            "updateType": "Full",
        }
    )


def test_what_is_left_out_stays_out_and_what_is_empty_stays_empty() -> None:
    assert in_schema_order(GetConfiguration, {}) == {}
    assert in_schema_order(GetConfiguration, {"key": []}) == {"key": []}
    assert in_schema_order(Reset, {"type": "Hard"}) == {"type": "Hard"}


def test_no_value_is_touched() -> None:
    frame = parse('[2,"1","A",{"limit":8.10,"large":12345678901234567890.1234567890}]')
    limit = frame.payload["limit"]  # type: ignore[union-attr]
    assert in_schema_order(SampledValue, {"unit": "A", "value": limit})["value"] is limit


def test_fractions_become_numbers_of_jsons_own() -> None:
    given = {"limits": [Decimal("8.10"), 6], "on": True, "nothing": None}
    assert spelled(to_json_types(given)) == '{"limits": [8.1, 6], "on": true, "nothing": null}'


def test_what_json_cannot_carry_becomes_text() -> None:
    said = {"\ud800": [Decimal("1E+400"), "\udfff", Decimal("0.5")], "a": "\ud83d\ude00"}
    expected = {"\ufffd": ["1E+400", "\ufffd", 0.5], "a": "\U0001f600"}
    assert to_json_types(said) == expected
