import pytest

from csms_tools.rehearsal.adapter import here, of_one_metric, selected
from tests.infrastructure.template import RESOURCES

EXPRESSION = RESOURCES["ChargePointApi"]["Properties"]["RouteSelectionExpression"]


@pytest.mark.parametrize(
    ("frame", "route"),
    [
        ('[2,"7","Heartbeat",{}]', "Heartbeat"),
        ('[3,"7",{"status":"Accepted"}]', '{"status": "Accepted"}'),
        ('[2,"7"]', "$default"),
        ("{}", "$default"),
        ("hello", "$default"),
    ],
)
def test_an_action_selects_its_route(frame: str, route: str) -> None:
    assert selected(EXPRESSION, frame) == route


def test_the_address_of_the_websocket_api_becomes_that_of_the_emulator() -> None:
    there = "https://a1b2c3d4.execute-api.eu-west-1.amazonaws.com/ocpp"
    assert here(there, "4566") == "http://127.0.0.1:4566/_aws/execute-api/a1b2c3d4/ocpp"


def test_of_an_alarm_over_several_metrics_the_first_is_left() -> None:
    alarm = RESOURCES["ApiErrorsAlarm"]["Properties"]
    made = of_one_metric(alarm)
    assert "Metrics" not in made
    assert made["Threshold"] == alarm["Threshold"]
    assert (made["Namespace"], made["MetricName"]) == ("AWS/ApiGateway", "5xx")
    assert (made["Statistic"], made["Period"]) == ("Sum", 300)
    assert of_one_metric(made) is made
