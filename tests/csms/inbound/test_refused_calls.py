from datetime import timedelta
from typing import Any

import pytest

from csms.inbound import refused_calls
from csms.wire.errors import OcppError
from csms.wire.ocpp16 import Call
from tests.actions import ACTIONS, AT_NOON
from tests.conftest import Says, handler_of
from tests.inbound.support import meter_values, start, stop
from tests.stored import refused_calls_of
from tests.support import NOON, Context, Sockets, message

TELLS_OF_CHARGING = {"MeterValues", "StartTransaction", "StatusNotification", "StopTransaction"}
REFUSAL = OcppError("TypeConstraintViolation", "connectorId: Input should be a valid integer")


def kept() -> list[tuple[str, dict[str, Any], str | None]]:
    return [(one.action, one.payload, one.why) for one in refused_calls_of("CP1")]


@pytest.mark.parametrize("action", [*ACTIONS, "MakeCoffee", None])
def test_what_tells_of_charging_is_kept_and_nothing_else(action: str | None, call: Call) -> None:
    refused_calls.keep(call, action, {"connectorId": "one"}, REFUSAL)
    expected = [(action, {"connectorId": "one"}, REFUSAL.description)]
    assert kept() == (expected if action in TELLS_OF_CHARGING else [])


@pytest.mark.parametrize("validation", ["Lenient", "Strict"])
@pytest.mark.parametrize(
    ("action", "payload", "why"),
    [
        ("StartTransaction", start(connectorId="one"), "connectorId"),
        ("StopTransaction", stop(7, transactionId="x", vendorSays=[1.5]), "transactionId"),
        ("MeterValues", meter_values(transactionId=1234.5), "transactionId"),
        ("StatusNotification", {"connectorId": 1, "errorCode": "NoError"}, "status"),
    ],
)
def test_it_is_kept_whole_and_says_why(
    action: str,
    payload: dict[str, Any],
    why: str,
    validation: str,
    says: Says,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VALIDATION", validation)
    payload = payload | {"timestamp": AT_NOON}
    answer = says(action, payload)
    assert answer
    assert answer[0] == 4
    ((kept_action, kept_payload, kept_why),) = kept()
    assert (kept_action, kept_payload, kept_why) == (action, payload, answer[3])
    assert why in answer[3] or validation == "Strict"


def test_the_same_again_takes_the_place_of_the_first(says: Says) -> None:
    wrong = stop(7, transactionId=1234.5)
    says("StopTransaction", wrong, unique_id="1")
    says("StopTransaction", wrong, unique_id="2", at=NOON + timedelta(hours=1))
    (one,) = refused_calls_of("CP1")
    assert one.received_at == NOON + timedelta(hours=1)
    says("StopTransaction", wrong | {"meterStop": 5201})
    assert len(refused_calls_of("CP1")) == 2


def say(text: str, route: str, sockets: Sockets) -> None:
    handler_of(route)(message(text, route=route), Context())
    assert sockets.frames[-1][:3] == [4, "1", "FormationViolation"]


@pytest.mark.parametrize(
    "text",
    [
        '[2,"1","StopTransaction",{"transactionId":7,"meterStop":5200,"times',
        '[2,"1","StopTransaction",[7,5200]]',
        '[2,"1","StopTransaction",{"transactionId":7,"meterStop":NaN}]',
        '[2,"1","StopTransaction",{"deep":' + 500 * "[" + 500 * "]" + "}]",
    ],
)
def test_a_frame_that_cannot_be_read_is_kept_as_its_text(
    text: str, cp1: str, sockets: Sockets
) -> None:
    say(text, "StopTransaction", sockets)
    (one,) = refused_calls_of("CP1")
    assert (one.action, one.payload) == ("StopTransaction", {"text": text})
    assert one.why


def test_a_frame_without_an_action_is_nobodys(cp1: str, sockets: Sockets) -> None:
    say('[2,"1",', "$default", sockets)
    assert kept() == []


def test_half_a_surrogate_pair_and_a_number_beyond_all_are_kept_as_text(
    cp1: str, sockets: Sockets
) -> None:
    text = '[2,"1","StopTransaction",{"transactionId":"x","\\ud800":["\\udfff",1e400,0.5]}]'
    handler_of("StopTransaction")(message(text, route="StopTransaction"), Context())
    ((_, payload, _),) = kept()
    assert payload == {"transactionId": "x", "\ufffd": ["\ufffd", "1E+400", 0.5]}
