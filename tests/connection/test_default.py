import pytest

from connection import default
from csms.ocpp16 import CENTRAL_SYSTEM_ACTIONS
from tests.conftest import Says
from tests.support import Context, Sockets, message


@pytest.mark.parametrize("action", ["SetOutlet", "heartbeat", "", "$default", "ÅÄÖ", "x" * 300])
def test_an_action_outside_the_standard_is_not_implemented(action: str, says: Says) -> None:
    answer = says(action, {})
    assert answer
    assert answer[:3] == [4, "unique-1", "NotImplemented"]
    assert len(answer) == 5
    assert answer[4] == {}


def test_an_action_that_is_for_us_to_call_is_not_supported(says: Says) -> None:
    for action in CENTRAL_SYSTEM_ACTIONS:
        answer = says(action, {})
        assert answer
        assert answer[:3] == [4, "unique-1", "NotSupported"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{}",
        "[]",
        "2",
        "null",
        '[3,"unique-1",{}]',
        '[4,"unique-1","InternalError","",{}]',
        '[5,"unique-1","Heartbeat",{}]',
        '[2,17,"Heartbeat",{}]',
        '[2,null,"Heartbeat",{}]',
        '["2","unique-1","Heartbeat",{}]',
        '[2.0,"unique-1","Heartbeat",{}]',
        '[true,"unique-1","Heartbeat",{}]',
        '[2,"\\q","Heartbeat",{}]',
        '[2,"unclosed',
    ],
)
def test_what_is_no_call_is_answered_nothing(text: str, cp1: str, sockets: Sockets) -> None:
    assert default.handler(message(text), Context()) == {"statusCode": 200}
    assert sockets.posted == []
