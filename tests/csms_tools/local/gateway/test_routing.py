"""Which route takes a message."""

import pytest

from csms_tools.local.gateway.routing import route_selector

ROUTES = ["$connect", "$disconnect", "$default", "Heartbeat", "Authorize", "null", "2"]
route_of = route_selector("$request.body.[2]", ROUTES)


@pytest.mark.parametrize(
    ("message", "route"),
    [
        ('[2,"1","Heartbeat",{}]', "Heartbeat"),
        ('[3,"1","Authorize"]', "Authorize"),
        ('[4,"1","Heartbeat","",{}]', "Heartbeat"),
        ('[3,"1",{"status":"Accepted"}]', "$default"),
        ('[2,"1","heartbeat",{}]', "$default"),
        ('[2,"1","Heartbeat ",{}]', "$default"),
        ('[2,"1"]', "$default"),
        ("[]", "$default"),
        ("{}", "$default"),
        ('{"2":"Heartbeat"}', "$default"),
        ('"Heartbeat"', "$default"),
        ("", "$default"),
        ("not JSON", "$default"),
        ('[2,"1","Heartbeat",NaN]', "$default"),
        ("[" * 100_000, "$default"),
        ("9" * 5_000, "$default"),
        ('[2,"1",2]', "2"),
        ('[2,"1",null]', "null"),
        ('[2,"1","$connect",{}]', "$default"),
        ('[2,"1","$disconnect",{}]', "$default"),
        ('[2,"1","$default",{}]', "$default"),
    ],
)
def test_the_third_element_selects_the_route_or_else_default(message: str, route: str) -> None:
    assert route_of(message) == route


def test_reserved_keys_select_their_routes_if_aws_turns_out_to_do_so() -> None:
    route_of = route_selector("$request.body.[2]", ROUTES, reserved=True)
    assert route_of('[2,"1","$connect",{}]') == "$connect"


def test_without_a_default_route_nothing_takes_an_unknown_action() -> None:
    assert route_selector("$request.body.[2]", ["Heartbeat"])('[2,"1","Reset",{}]') is None


def test_other_expressions_are_read_as_well() -> None:
    assert route_selector("$request.body.action", ["go"])('{"action":"go"}') == "go"
    assert route_selector("$request.body.a.b[0]", ["go"])('{"a":{"b":["go"]}}') == "go"


@pytest.mark.parametrize("expression", ["$request.body[2]", "${request.body.2}", "$request.x"])
def test_an_expression_that_aws_does_not_take_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="unsupported"):
        route_selector(expression, ROUTES)
