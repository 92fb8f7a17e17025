import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from csms import metrics
from csms.telemetry import logger
from csms_tools.cost import bill
from tests.conftest import Says
from tests.csms.command_steps import answer, connected, look_after, send
from tests.support import NOON

AT = 1_800_000_000.0
MINUTE = 60


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("METRICS", "Few")
    metrics._kept.clear()
    yield
    metrics._kept.clear()


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    written = StringIO()
    monkeypatch.setattr(logger.handler, "stream", written)
    return written


def lines(log: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_the_first_of_a_quiet_minute_is_told_at_once_and_the_others_together(log: StringIO) -> None:
    for seconds, milliseconds in ((0, 12), (1, 20), (59, 30), (61, 40), (62, 50)):
        metrics.answered("Heartbeat", milliseconds, None, AT + seconds)
    first, second = lines(log)
    assert first == {
        "_aws": {
            "Timestamp": int(AT * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": "csms",
                    "Dimensions": [[]],
                    "Metrics": [{"Name": "AnswerMilliseconds", "Unit": "Milliseconds"}],
                }
            ],
        },
        "AnswerMilliseconds": [12],
    }
    assert second["AnswerMilliseconds"] == [20, 30, 40]
    assert second["_aws"]["Timestamp"] == int((AT + 1) * 1000)


def test_a_line_has_a_hundred_values_at_most(log: StringIO) -> None:
    for number in range(202):
        metrics.answered("Heartbeat", number, None, AT + number / 1000)
    assert [len(line["AnswerMilliseconds"]) for line in lines(log)] == [1, 100, 100]


def test_refusals_are_counted_and_our_own_failures_apart(log: StringIO) -> None:
    metrics.answered("Heartbeat", 1, None, AT)
    for error in ("FormationViolation", "SecurityError", "InternalError", None):
        metrics.answered("Authorize", 1, error, AT + 1)
    metrics.answered("Heartbeat", 1, None, AT + MINUTE)
    _, told = lines(log)
    assert (told["RefusedCalls"], told["InternalErrors"]) == (2, 1)
    named = [each["Name"] for each in told["_aws"]["CloudWatchMetrics"][0]["Metrics"]]
    assert named == ["AnswerMilliseconds", "RefusedCalls", "InternalErrors"]


def test_by_action_there_are_only_so_many_whatever_charge_points_call(
    log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS", "ByAction")
    for action in ("Heartbeat", "Invented-1", "Invented-2", None):
        metrics.answered(action, 1, None, AT)
    heartbeat, invented = lines(log)
    assert heartbeat["Action"] == "Heartbeat"
    assert heartbeat["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [[], ["Action"]]
    assert invented["Action"] == "Other"


def test_nothing_is_counted_where_nobody_wants_it(
    log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS", "None")
    metrics.answered("Heartbeat", 1, None, AT)
    metrics.security_event(AT)
    assert lines(log) == []


def test_an_answer_is_measured_from_its_receipt(says: Says, log: StringIO) -> None:
    says("Heartbeat", {})
    says("Heartbeat", {"no such": 1})
    [line] = lines(log)
    assert line["AnswerMilliseconds"][0] > 0


def test_a_clock_that_is_behind_makes_no_time_negative(log: StringIO) -> None:
    metrics.answered("Heartbeat", -3, None, AT)
    assert lines(log)[0]["AnswerMilliseconds"] == [0]


@pytest.mark.usefixtures("sockets")
def test_a_command_is_measured_until_its_answer_and_counted_where_it_fails(
    cp1: str, log: StringIO
) -> None:
    connected()
    send("c1")
    answer("c1")
    answer("c1")
    send("c2")
    look_after("c2", NOON.replace(hour=13))
    done, failed = lines(log)
    assert done["CommandMilliseconds"] == [1000]
    assert failed["CommandsFailed"] == 1


def test_what_a_charge_point_reports_of_an_attack_is_told_at_once(
    says: Says, log: StringIO
) -> None:
    for kind in ("StartupOfTheDevice", "TamperDetectionActivated", "Ours"):
        says("SecurityEventNotification", {"type": kind, "timestamp": "2026-06-01T12:00:00Z"})
    assert [line["SecurityEvents"] for line in lines(log) if "SecurityEvents" in line] == [1]


def test_a_line_is_as_long_as_the_bill_has_it(
    log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_NAMESPACE", "a-stack-of-usual-length")
    for seconds in (0, *range(1, 51), 61):
        metrics.answered("Heartbeat", 120, None, AT + seconds)
    one, many = (len(line) + 1 for line in log.getvalue().splitlines())
    assert one == pytest.approx(bill.METRIC_LINE + bill.METRIC_VALUE, rel=0.1)
    assert many == pytest.approx(bill.METRIC_LINE + 51 * bill.METRIC_VALUE, rel=0.1)
