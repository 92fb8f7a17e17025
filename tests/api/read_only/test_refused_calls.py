from csms.store.reported import reports
from csms.store.table import perform, put
from csms.wire.ocpp16 import Call
from tests.api.support import ask
from tests.conftest import Says, handler_of
from tests.inbound.support import start, stop
from tests.stored import refused_calls_of, set_registration
from tests.support import NOON, Context, Sockets, message

PATH = "/charge-points/CP1/refused-calls"


def test_what_was_refused_before_acceptance_is_shown(says: Says) -> None:
    set_registration("CP1", "Pending")
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


def test_what_could_not_be_understood_is_shown_with_why(says: Says) -> None:
    wrong = {"connectorId": "left", "errorCode": "NoError", "status": "Charging"}
    says("StatusNotification", wrong)
    (shown,) = ask("GET", PATH, role="viewer").json["items"]
    assert (shown["action"], shown["payload"]) == ("StatusNotification", wrong)
    assert shown["why"].startswith("connectorId: ")


def test_a_frame_that_could_not_be_read_is_shown_as_its_text(cp1: str, sockets: Sockets) -> None:
    text = '[2,"1","StopTransaction",{"transactionId":7,'
    handler_of("StopTransaction")(message(text, route="StopTransaction"), Context())
    (shown,) = ask("GET", PATH, role="viewer").json["items"]
    assert (shown["payload"], shown["why"]) == ({"text": text}, "the frame is not JSON")


def test_what_is_no_text_and_no_number_breaks_no_list(cp1: str, sockets: Sockets) -> None:
    text = '[2,"1","StopTransaction",{"transactionId":"\\ud800","meterStop":1e400}]'
    handler_of("StopTransaction")(message(text, route="StopTransaction"), Context())
    (shown,) = ask("GET", PATH, role="viewer").json["items"]
    assert shown["payload"] == {"transactionId": "\ufffd", "meterStop": "1E+400"}


def test_an_old_one_says_no_why(cp1: str, call: Call) -> None:
    reports.keep_refused(call, "MeterValues", {}, "why")
    (kept,) = refused_calls_of("CP1")
    kept.why = None
    perform(put(kept))
    (shown,) = ask("GET", PATH, role="viewer").json["items"]
    assert "why" not in shown


def test_a_charge_point_that_is_not_there_has_none(cp1: str) -> None:
    assert ask("GET", PATH, at=NOON).json == {"items": []}
    assert ask("GET", "/charge-points/CP9/refused-calls").status == 404


def test_they_are_listed_between_two_times(says: Says) -> None:
    set_registration("CP1", "Pending")
    for number in (1, 2, 3):
        says("StopTransaction", stop(number), at=NOON.replace(day=number))
    between = {"from": "2026-06-01T12:00:00.001Z", "to": "2026-06-03T12:00:00Z"}
    (shown,) = ask("GET", PATH, query=between).json["items"]
    assert shown["payload"]["transactionId"] == 2
