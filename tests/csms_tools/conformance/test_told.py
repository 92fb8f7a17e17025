"""What a charge point says is told where the statement of conformance says."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from csms_tools.conformance.schemas import Schema, leaves, official
from csms_tools.conformance.told import FRAME, RECEIVED, Told
from tests.actions import CSR
from tests.api.support import ask
from tests.conftest import Says
from tests.csms.command_steps import answer, connected
from tests.inbound.support import begun
from tests.support import NOON

LATER = NOON + timedelta(minutes=1)
SAID = "2026-06-01T12:00:05.000Z"
FIT = {"csr": CSR, "format": "Raw", "value": "4300", "connectorId": 1, "requestId": 7}
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "LogStatusNotification": (
        "GetLog",
        {"logType": "SecurityLog", "requestId": 7, "log": {"remoteLocation": "https://a.example"}},
    ),
    "SignedFirmwareStatusNotification": (
        "SignedUpdateFirmware",
        {
            "requestId": 7,
            "firmware": {
                "location": "https://a.example/x.bin",
                "retrieveDateTime": SAID,
                "signingCertificate": "PEM",
                "signature": "c2lnbmF0dXJl",
            },
        },
    ),
}
"""The commands to which these statuses belong."""


@pytest.mark.parametrize("action", RECEIVED)
def test_of_every_field_that_is_received_it_says_where_it_is_told(action: str) -> None:
    said = [place for told in RECEIVED[action] for place in told.fields]
    assert sorted(said) == sorted(place for place, _ in leaves(official(action)))


@pytest.mark.parametrize("action", RECEIVED)
def test_what_a_charge_point_says_is_told_where_the_page_says(action: str, says: Says) -> None:
    connected()
    named: dict[str, Any] = {}
    if action in ASKED:
        command, payload = ASKED[action]
        sent = ask("POST", f"/charge-points/CP1/commands/{command}", body=payload)
        answer(sent.json["commandId"], {"status": "Accepted"})
    if action == "StopTransaction":
        named["transactionId"] = begun(says)
    payload = example(official(action)) | named
    answered = says(action, payload, unique_id="full", at=LATER)
    assert answered
    assert answered[0] == 3, answered
    numbers = {"connectorId": 1, "transactionId": 0} | named | answered[2]
    for told in RECEIVED[action]:
        path = told.path.format_map({"chargePointId": "CP1"} | numbers)
        shown = ask("GET", path, at=LATER)
        assert shown.status == 200, shown.text
        for place, attribute in told.fields.items():
            assert_tells(shown.json, told, place, attribute, payload)


def assert_tells(
    shown: Any, told: Told, place: str, attribute: str, payload: dict[str, Any]
) -> None:
    [said], found = list(values(payload, place)), list(values(shown, attribute))
    if attribute == FRAME:
        assert any(f'"{said}"' in frame for frame in found)
    else:
        assert str(said) in map(str, found), (told.path, place, attribute, shown)


def values(shown: Any, attribute: str) -> Iterator[Any]:
    """Whatever stands there, in each element of the lists on the way."""
    if isinstance(shown, list):
        for one in shown:
            yield from values(one, attribute)
    elif not attribute:
        yield shown
    else:
        name, _, rest = attribute.partition(".")
        if name in shown:
            yield from values(shown[name], rest)


def example(schema: Schema, name: str = "") -> Any:
    """Every field, each with a value that is not another's, if its kind has so many."""
    if name in FIT:
        return FIT[name]
    match schema:
        case {"type": "object"}:
            return {one: example(inner, one) for one, inner in schema["properties"].items()}
        case {"type": "array", "items": items}:
            return [example(items, name)]
        case {"enum": words}:
            return words[-1]
        case {"format": "date-time"}:
            return SAID
        case {"type": "integer"}:
            return len(name)
    return name.upper()[: schema.get("maxLength")]
