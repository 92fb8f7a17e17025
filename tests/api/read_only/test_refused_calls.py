from csms.store.provisioned import charge_points
from tests.api.support import ask
from tests.conftest import Says
from tests.inbound.support import start, stop
from tests.support import NOON

PATH = "/charge-points/CP1/refused-calls"


def test_what_was_refused_before_acceptance_is_shown(says: Says) -> None:
    charge_points.set_registration("CP1", "Pending")
    says("StopTransaction", stop(7))
    says("StartTransaction", start())
    answer = ask("GET", PATH, role="viewer", query={"limit": 1})
    assert answer.json["items"] == [
        {
            "action": "StartTransaction",
            "receivedAt": "2026-06-01T12:00:00.000Z",
            "payload": start(timestamp="2026-06-01T12:00:00.000Z"),
            "why": "the registration is Pending",
        }
    ]
    rest = ask("GET", PATH, query={"limit": 1, "cursor": answer.json["cursor"]}).json
    assert [one["payload"]["transactionId"] for one in rest["items"]] == [7]
    assert "cursor" not in rest


def test_what_lacks_something_essential_is_shown_as_it_came(says: Says) -> None:
    says("StatusNotification", {"errorCode": "NoError"})
    (kept,) = ask("GET", PATH).json["items"]
    assert (kept["action"], kept["payload"]) == ("StatusNotification", {"errorCode": "NoError"})
    assert kept["why"]


def test_a_charge_point_that_is_not_there_has_none(cp1: str) -> None:
    assert ask("GET", PATH, at=NOON).json == {"items": []}
    assert ask("GET", "/charge-points/CP9/refused-calls").status == 404
