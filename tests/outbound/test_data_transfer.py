import pytest

from tests.csms.command_steps import found
from tests.outbound.support import ask, refusal
from tests.support import Sockets

ASKED = {"vendorId": "com.example", "messageId": "Greeting", "data": "grüß Gott"}


def test_what_a_vendor_has_agreed_on_is_sent_as_it_is(sockets: Sockets) -> None:
    assert refusal("DataTransfer", {"vendorId": "com.example"}) is None
    ask("DataTransfer", ASKED)
    assert sockets.frames[-1] == [2, "command-1", "DataTransfer", ASKED]


@pytest.mark.parametrize("status", ["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"])
def test_its_answer_is_kept(status: str) -> None:
    ask("DataTransfer", ASKED, {"status": status, "data": "servus"})
    assert found("command-1").response == {"status": status, "data": "servus"}
