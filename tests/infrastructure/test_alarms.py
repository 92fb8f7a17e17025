"""Metric filters count the lines that the functions really write, and alarms follow the metrics."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from connection import authorizer, default
from csms.metrics import UNITS
from csms.store.provisioned import authority_ends
from csms.store.provisioned.authority_ends import AuthorityEnd
from csms.store.reported import security_events
from csms.telemetry import logger
from csms_tools import authorities
from tests.actions import ACTIONS
from tests.certificates import key
from tests.conftest import Says
from tests.connection.support import connected
from tests.infrastructure.template import RESOURCES, TEMPLATE, of_type
from tests.issuing import asks
from tests.stored import provision
from tests.support import NOON, ROOT, Context, Sockets, message
from tests.workflows.running import come
from workflows.look_after_authority import look_after_authority
from workflows.look_after_servers import look_after_servers

FILTERS = of_type("AWS::Logs::MetricFilter")
ALARMS = of_type("AWS::CloudWatch::Alarm")
LEVEL = "POWERTOOLS_LOG_LEVEL"
TERM = r'\$\.(\w+) = "([^"]*)"'


def metrics(filter_: dict[str, Any]) -> str:
    (transformation,) = filter_["MetricTransformations"]
    name: str = transformation["MetricName"]
    return name


def matching(line: dict[str, Any]) -> set[str]:
    """The metrics that count a line of a log."""
    counted = set()
    for filter_ in FILTERS.values():
        assert re.fullmatch(rf"{{ {TERM}( \|\| {TERM})* }}", filter_["FilterPattern"])
        terms = re.findall(TERM, filter_["FilterPattern"])
        if any(line.get(member) == value for member, value in terms):
            counted.add(metrics(filter_))
    return counted


class Log(StringIO):
    """What functions write, as CloudWatch gets it."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    log, level = Log(), logger.level
    monkeypatch.setattr(logger.handler, "stream", log)
    logger.setLevel(TEMPLATE["Globals"]["Function"]["Environment"]["Variables"][LEVEL])
    yield log
    logger.setLevel(level)


COUNTED = {
    "FailedToAuthenticate": {"FailedAuthentications"},
    "WrongSecurityProfile": {"FailedAuthentications"},
    "ForeignCertificate": {"UnfitCertificates"},
    "RevokedCertificate": {"UnfitCertificates"},
    "Throttled": {"ThrottledHandshakes"},
}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("what", security_events.KINDS)
def test_each_kind_of_security_event_is_counted_as_what_it_is(
    what: security_events.Kind, log: Log
) -> None:
    for seconds in (0, 1):  # each try, and not each item
        at = NOON + timedelta(seconds=seconds)
        security_events.note("CP1", at, reason="because", source_ip="192.0.2.1", what=what)
    assert [matching(line) for line in log.lines] == [COUNTED.get(what, set())] * 2


def test_a_wrong_password_at_the_door_is_counted_and_a_stranger_is_not(cp1: str, log: Log) -> None:
    connected(status="401", reason="wrong credentials")
    connected(status="404", chargePointId="NOBODY")
    counted = [matching(line) for line in log.lines]
    assert [each for each in counted if each] == [{"FailedAuthentications"}]


@pytest.mark.usefixtures("store")
def test_a_way_around_the_edge_is_counted(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGIN_SECRET", "of the edge")
    monkeypatch.setenv("PREVIOUS_ORIGIN_SECRET", "")
    request = {
        "identity": {"sourceIp": "192.0.2.1"},
        "connectionId": "one",
        "requestTimeEpoch": NOON.timestamp() * 1000,
    }
    event = {"headers": {}, "requestContext": request, "methodArn": "arn"}
    authorizer.handler(event, Context())
    (line,) = log.lines
    assert matching(line) == {"WaysAroundTheEdge"}


@pytest.mark.usefixtures("store")
def test_an_end_of_a_certificate_of_the_authority_is_counted_when_it_is_told(log: Log) -> None:
    end = AuthorityEnd.of("aa")
    end.subject, end.not_after = "CN=Acme", NOON + timedelta(days=20)
    authority_ends.note([end], NOON)
    for _ in range(2):
        look_after_authority("aa", NOON)
    assert [matching(line) for line in log.lines] == [{"EndingCertificates"}]


@pytest.mark.usefixtures("store")
def test_an_end_of_a_certificate_of_a_host_is_counted_when_it_is_told(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = authorities.root(key("EC"), "ocpp.example", "", at=NOON, lifetime=timedelta(days=7))
    (tmp_path / "server.pem").write_text(made.certificates)
    monkeypatch.setenv("SERVER_CERTIFICATES", f"file:{tmp_path / 'server.pem'}")
    for _ in range(2):
        look_after_servers(NOON)
    assert [matching(line) for line in log.lines] == [{"EndingCertificates"}]


def test_an_authority_that_does_not_sign_is_counted(
    cp1: str, says: Says, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    provision(cp1, security_profile=2, serial_number="SN-1")
    monkeypatch.setenv("CERTIFICATE_AUTHORITY", "file:/nowhere/authority.json")
    says("SignCertificate", {"csr": asks()}, at=NOON)
    come("issue-certificate", at=NOON)
    assert [matching(line) for line in log.lines if matching(line)] == [{"AuthorityFailures"}]


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_that_comes_by_the_wrong_route_is_counted(
    action: str, cp1: str, log: Log, sockets: Sockets
) -> None:
    text = json.dumps([2, "17", action, {}])
    default.handler(message(text), Context())
    assert sockets.frames[-1][:3] == [4, "17", "NotImplemented"]
    assert [matching(line) for line in log.lines if matching(line)] == [{"AstrayActions"}]


@pytest.mark.parametrize("text", ['[2,"17","heartbeat",{}]', '[2,"17","Reset",{}]', "hello"])
def test_what_belongs_there_is_not(text: str, cp1: str, log: Log) -> None:
    default.handler(message(text), Context())
    assert [matching(line) for line in log.lines if matching(line)] == []


def test_filters_read_the_logs_of_the_functions_that_write_such_lines() -> None:
    groups = {metrics(each): each["LogGroupName"]["Ref"] for each in FILTERS.values()}
    others = ("WaysAroundTheEdge", "EndingCertificates", "AuthorityFailures", "AstrayActions")
    logs = ["AuthorizerLogs", "ReconcileLogs", "TasksLogs", "DefaultLogs"]
    assert [groups.pop(each) for each in others] == logs
    assert set(groups.values()) == {"ConnectLogs"}
    for function in ("Authorizer", "Connect", "Default", "Reconcile", "Tasks"):
        logging = RESOURCES[function]["Properties"]["LoggingConfig"]
        assert logging == {"LogGroup": {"Ref": f"{function}Logs"}}


def watched() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each metric that an alarm looks at, by the alarm."""
    for name, alarm in ALARMS.items():
        if "Metrics" not in alarm:
            yield name, alarm
        for one in alarm.get("Metrics", []):
            if "MetricStat" in one:
                yield name, one["MetricStat"]["Metric"]


def test_each_metric_of_a_filter_has_its_alarm_and_no_alarm_waits_for_data() -> None:
    own = {it["MetricName"] for _, it in watched() if it["Namespace"] == {"Ref": "AWS::StackName"}}
    assert own >= set(map(metrics, FILTERS.values()))
    assert own <= {*map(metrics, FILTERS.values()), *UNITS}
    for alarm in ALARMS.values():
        assert alarm["TreatMissingData"] == "notBreaching"
        assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]


def test_other_metrics_are_those_of_what_the_template_makes() -> None:
    for name, metric in watched():
        if metric["Namespace"] == {"Ref": "AWS::StackName"}:
            assert "Dimensions" not in metric
            continue
        if metric["MetricName"] in ("Errors", "Throttles"):
            continue  # of the whole account, whose concurrency all functions share
        [dimension] = metric["Dimensions"]
        value = dimension["Value"]
        [reference] = (value["Fn::If"][1] if "Fn::If" in value else value).values()
        of = reference if isinstance(reference, str) else reference[0]
        assert RESOURCES[of]["Type"] in MADE[dimension["Name"]], name


MADE = {
    "ApiId": ["AWS::Serverless::HttpApi", "AWS::Serverless::WebSocketApi"],
    "FunctionName": ["AWS::Serverless::Function"],
    "QueueName": ["AWS::SQS::Queue"],
    "StateMachineArn": ["AWS::Serverless::StateMachine"],
    "TableName": ["AWS::DynamoDB::Table"],
}


def test_every_state_machine_and_table_is_looked_at() -> None:
    found = json.dumps([metric for _, metric in watched()])
    for kind in ("AWS::DynamoDB::Table", "AWS::Serverless::StateMachine"):
        assert all(f'"{name}"' in found for name in of_type(kind))


def test_an_expression_names_what_it_reckons_with() -> None:
    for alarm in ALARMS.values():
        ids = {one["Id"] for one in alarm.get("Metrics", []) if "MetricStat" in one}
        for one in alarm.get("Metrics", []):
            named = set(re.findall(r"\b[a-z]\w*", one.get("Expression", "")))
            assert named <= ids


def test_the_limit_of_the_oldest_task_is_beyond_the_longest_delay() -> None:
    assert ALARMS["TaskAgeAlarm"]["Threshold"] > 900


def paragraphs() -> dict[str, str]:
    page = (ROOT / "docs/operating.md").read_text()
    (listed,) = re.findall(r"^## Alarms\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"^### (\w+)\n\n(.*?)(?=^### |\Z)", listed, re.MULTILINE | re.DOTALL))


def test_each_alarm_has_its_paragraph_with_a_command() -> None:
    told = paragraphs()
    assert list(told) == [*(name.removesuffix("Alarm") for name in ALARMS), "CostBudget"]
    for name, paragraph in told.items():
        for word in ("**What it means.**", "**Look first.**", "**What to do.**", "```console\n$ "):
            assert word in paragraph, name


def test_a_paragraph_tells_the_limit_that_the_alarm_has() -> None:
    for name, paragraph in paragraphs().items():
        if alarm := ALARMS.get(f"{name}Alarm"):
            assert re.search(rf"(?<!\d){alarm['Threshold']:,}(?!\d)", paragraph), name


def test_a_budget_is_there_where_somebody_is_told_of_it() -> None:
    budget = RESOURCES["CostBudget"]
    assert budget["Condition"] == "HasBudget"
    assert TEMPLATE["Conditions"]["HasBudget"]["Fn::And"][0] == {"Condition": "Alarms"}
    for one in budget["Properties"]["NotificationsWithSubscribers"]:
        assert one["Subscribers"] == [
            {"SubscriptionType": "EMAIL", "Address": {"Ref": "AlarmAddress"}}
        ]


# ── The dashboard ──


def widgets() -> list[dict[str, Any]]:
    body = RESOURCES["Overview"]["Properties"]["DashboardBody"]["Fn::Sub"]
    found: list[dict[str, Any]] = json.loads(body)["widgets"]
    return found


def test_the_dashboard_names_metrics_and_resources_that_are_there() -> None:
    assert widgets()
    known = {*map(metrics, FILTERS.values()), *UNITS}
    for widget in widgets():
        for namespace, *rest in widget["properties"]["metrics"]:
            if namespace == "${AWS::StackName}":
                assert rest[0] in known
            for name in re.findall(r"\$\{(?!AWS::)(\w+)", json.dumps([namespace, *rest])):
                assert name in RESOURCES


def test_whatever_functions_count_is_on_the_dashboard() -> None:
    assert all(name in json.dumps(widgets()) for name in UNITS)


def test_the_dashboard_is_small_and_can_be_left_out() -> None:
    body = RESOURCES["Overview"]["Properties"]["DashboardBody"]["Fn::Sub"]
    assert len(body) < 4_000
    assert RESOURCES["Overview"]["Condition"] == "HasDashboard"


# ── Without an address ──


@pytest.mark.parametrize("logical_id", ["AlarmTopic", *ALARMS])
def test_without_an_address_there_are_no_alarms(logical_id: str) -> None:
    assert RESOURCES[logical_id]["Condition"] == "Alarms"
    assert TEMPLATE["Parameters"]["AlarmAddress"]["Default"] == ""
