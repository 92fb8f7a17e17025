from tests.actions import AT_NOON
from tests.csms.command_steps import found
from tests.outbound.support import ask, configured, refusal

ASKED = {"connectorId": 1, "duration": 3600, "chargingRateUnit": "W"}


def test_the_schedule_is_the_answer() -> None:
    schedule = {
        "status": "Accepted",
        "connectorId": 1,
        "scheduleStart": AT_NOON,
        "chargingSchedule": {
            "duration": 3600,
            "chargingRateUnit": "W",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8.1}],
        },
    }
    ask("GetCompositeSchedule", ASKED, schedule)
    assert found("command-1").response == schedule


def test_there_may_be_none() -> None:
    ask("GetCompositeSchedule", ASKED, {"status": "Rejected"})


def test_the_connector_is_there() -> None:
    configured(NumberOfConnectors="1")
    assert refusal("GetCompositeSchedule", ASKED) is None
    reason = refusal("GetCompositeSchedule", ASKED | {"connectorId": 2})
    assert reason is not None
    assert "no connector 2" in reason


def test_the_unit_is_one_that_the_charge_point_knows() -> None:
    assert refusal("GetCompositeSchedule", ASKED) is None
    configured(ChargingScheduleAllowedChargingRateUnit="Current")
    assert (
        refusal("GetCompositeSchedule", ASKED)
        == "ChargingScheduleAllowedChargingRateUnit is Current, which has no W"
    )
    assert refusal("GetCompositeSchedule", ASKED | {"chargingRateUnit": "A"}) is None
    assert refusal("GetCompositeSchedule", {"connectorId": 1, "duration": 60}) is None
