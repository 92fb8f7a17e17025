from api.http.logged_request import LoggedRequest
from tests.api.support import event_of


def test_a_request_tells_of_which_charge_point_it_is() -> None:
    event = event_of("POST", "/charge-points/CP1/commands/Reset", body={"type": "Soft"})
    assert LoggedRequest(event).fields == {
        "request_id": event["requestContext"]["requestId"],
        "method": "POST",
        "resource": "charge-points",
        "charge_point_id": "CP1",
    }


def test_others_are_of_none() -> None:
    assert LoggedRequest(event_of("GET", "/id-tags/CARD-1")).fields["charge_point_id"] is None
    assert LoggedRequest(event_of("GET", "/charge-points")).fields["charge_point_id"] is None
    assert LoggedRequest({}).fields["resource"] == ""


def test_id_tags_are_looked_for_in_path_query_and_body() -> None:
    for encoded in (False, True):
        event = event_of("POST", "/x", query={"idTag": "A"}, body={"idTag": "B"}, encoded=encoded)
        assert LoggedRequest(event).text == '/x?idTag=A\n{"idTag": "B"}'
    assert LoggedRequest({"rawPath": "/x", "isBase64Encoded": True, "body": "x"}).text == "/x?\n"
