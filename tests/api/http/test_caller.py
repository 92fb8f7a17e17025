from api.http.caller import Caller
from tests.api.support import SUBJECT, event_of


def test_a_caller_is_who_the_token_says_from_where_the_request_came() -> None:
    caller = Caller.of(event_of("GET", "/", role="operator"))
    assert caller == Caller(SUBJECT, "olga@example.com", "operator", "203.0.113.7")


def test_without_an_authorizer_nobody_has_a_role() -> None:
    event = event_of("GET", "/")
    del event["requestContext"]["authorizer"]
    assert Caller.of(event) == Caller("", None, None, "203.0.113.7")


def test_a_name_is_what_people_read_best() -> None:
    event = event_of("GET", "/")
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    claims["cognito:username"] = "user-1"
    assert Caller.of(event).name == "olga@example.com"
    claims["name"] = "Olga"
    assert Caller.of(event).name == "Olga"
    del claims["name"], claims["email"]
    assert Caller.of(event).name == "user-1"
