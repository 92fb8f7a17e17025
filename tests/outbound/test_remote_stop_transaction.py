from tests.conftest import Says
from tests.inbound.support import begun, stop
from tests.outbound.support import ask, refusal
from tests.support import Sockets


def test_a_transaction_that_runs_is_stopped(says: Says, sockets: Sockets) -> None:
    asked = {"transactionId": begun(says)}
    assert refusal("RemoteStopTransaction", asked) is None
    ask("RemoteStopTransaction", asked, {"status": "Rejected"})
    assert sockets.frames[-1] == [2, "command-1", "RemoteStopTransaction", asked]


def test_one_that_has_stopped_is_not(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    asked = {"transactionId": number}
    assert refusal("RemoteStopTransaction", asked) == f"transaction {number} has stopped"


def test_nor_one_that_never_began() -> None:
    for number in (7, 0, -1, 2**40):
        assert (
            refusal("RemoteStopTransaction", {"transactionId": number})
            == f"the charge point has no transaction {number}"
        )
