"""What a month's bill has, and what makes it larger."""

from dataclasses import replace
from pathlib import Path

import pytest

from csms_tools.cost import deployment as deployed
from csms_tools.cost.bill import FIXED, SERVICES
from csms_tools.cost.deployment import WrongParameter, deployment
from csms_tools.cost.estimates import Estimate, provisioned
from csms_tools.cost.fleet import Fleet
from csms_tools.cost.prices import prices
from csms_tools.cost.tables import tables
from csms_tools.workflow_pages import PRICE

SMALL = Fleet(charge_points=100, sessions_per_day=2)
FLEET = Fleet()


def each(fleet: Fleet, template: Path = deployed.TEMPLATE, **parameters: str) -> float:
    return Estimate(fleet, parameters, template=template).each


def amount(fleet: Fleet, action: str, price: str, **parameters: str) -> float:
    lines = Estimate(fleet, parameters).lines
    return sum(line.amount for line in lines if (line.action, line.price) == (action, price))


def test_a_heartbeat_and_its_answer_are_two_messages() -> None:
    a_month = SMALL.charge_points * 365 / 12 * 86_400 / 300
    assert amount(SMALL, "Heartbeat", "websocket-message") == pytest.approx(2 * a_month)
    assert amount(SMALL, "Heartbeat", "lambda-invocation") == pytest.approx(a_month)


def test_a_reservation_is_a_command_and_an_execution_of_its_machine() -> None:
    reserving = replace(SMALL, reservations_per_day=2)
    times = 2 * 100 * 365 / 12
    assert amount(reserving, "reservation", "state-transition") == pytest.approx(5 * times)
    asked, before = (amount(one, "command", "http-request") for one in (reserving, SMALL))
    assert asked - before == pytest.approx(times)


def test_a_transition_costs_what_the_page_of_workflows_says() -> None:
    assert prices().prices["state-transition"].each == pytest.approx(PRICE)


def test_a_connection_costs_its_minutes() -> None:
    assert amount(SMALL, "connected", "websocket-minute") == pytest.approx(100 * 365 / 12 * 1440)


def test_lines_add_up_to_the_whole_by_service_and_by_action() -> None:
    estimate = Estimate(SMALL, {})
    assert sum(estimate.by(lambda line: line.service).values()) == pytest.approx(estimate.each)
    assert sum(estimate.by(lambda line: line.action).values()) == pytest.approx(estimate.each)


@pytest.mark.parametrize(
    "more",
    [
        {"heartbeat": 60},
        {"meter_interval": 30},
        {"sessions_per_day": 9},
        {"session_minutes": 90},
        {"commands_per_day": 9},
        {"boots_per_month": 9},
        {"reservations_per_day": 1},
        {"firmware_updates_per_year": 4},
        {"months": 24},
        {"traced": 0.05},
        {"charge_points": 10},
    ],
)
def test_more_of_anything_costs_more_and_so_does_a_small_fleet(more: dict[str, float]) -> None:
    assert each(replace(SMALL, **more)) > each(SMALL)  # type: ignore[arg-type]


def test_without_a_message_log_less_is_written() -> None:
    with_log, without = (
        amount(SMALL, "Heartbeat", "write-unit", **parameters)
        for parameters in ({}, {"MessageLogRetentionDays": "0"})
    )
    assert without == with_log - amount(SMALL, "Heartbeat", "lambda-invocation")


def test_in_a_telling_message_log_heartbeats_and_samples_of_transactions_are_not_written() -> None:
    for action in ("Heartbeat", "MeterValues"):
        whole, telling = (
            amount(SMALL, action, "write-unit", **parameters)
            for parameters in ({}, {"MessageLog": "Telling"})
        )
        assert telling == pytest.approx(whole - amount(SMALL, action, "lambda-invocation"))
    assert amount(SMALL, "Authorize", "write-unit", MessageLog="Telling") == amount(
        SMALL, "Authorize", "write-unit"
    )


PROVISIONED = {"TableCapacity": "Provisioned"}


def test_what_is_provisioned_is_paid_for_by_the_hour_and_no_request_is() -> None:
    lines = Estimate(FLEET, PROVISIONED).lines
    asked = Estimate(FLEET, {}).lines
    assert not [line for line in lines if line.price in ("write-unit", "read-unit")]
    hours = sum(line.amount for line in lines if line.price == "write-capacity")
    used = sum(line.amount for line in asked if line.price == "write-unit") / 3600
    assert 1 / 0.7 < hours / used < 2


def test_a_minimum_is_paid_for_whatever_is_used() -> None:
    minima = {"StateMinimumUnits": "50", "HistoryMinimumUnits": "25", "IndexMinimumUnits": "10"}
    idle = Fleet(charge_points=1, sessions_per_day=0, heartbeat=600)
    lines = Estimate(idle, PROVISIONED | minima).lines
    writes, reads = (
        sum(line.amount for line in lines if line.price == price)
        for price in ("write-capacity", "read-capacity")
    )
    a_month = 365 / 12 * 24
    assert writes == pytest.approx((50 + 25 + 25 + 10 + 5) * a_month)
    assert reads == pytest.approx((50 + 4 * 5) * a_month)


def test_auto_scaling_brings_its_alarms() -> None:
    without, provisioned = (
        sum(line.amount for line in Estimate(SMALL, parameters).lines if line.price == "alarm")
        for parameters in ({}, PROVISIONED)
    )
    assert (without, provisioned) == (0, 40)


def test_capacity_of_a_small_fleet_costs_more_than_its_requests() -> None:
    assert Estimate(SMALL, PROVISIONED).each > each(SMALL)
    assert Estimate(FLEET, PROVISIONED).each < each(FLEET)


def test_a_table_of_infrequent_access_has_capacity_of_that_class() -> None:
    parameters = PROVISIONED | {"HistoryTableClass": "STANDARD_INFREQUENT_ACCESS"}
    found = {line.price for line in Estimate(FLEET, parameters).lines}
    assert {"write-capacity-ia", "read-capacity-ia", "write-capacity"} <= found


def test_the_parameters_for_a_storm_are_such_as_the_template_takes() -> None:
    for many in (1, 10_000, 1_000_000):
        deployment(provisioned(replace(FLEET, charge_points=many)))


def test_retention_ends_what_is_stored() -> None:
    one, more = (
        amount(replace(SMALL, months=months), "Heartbeat", "table-storage") for months in (1, 12)
    )
    assert more == pytest.approx(one, rel=0.02)  # 30 days


def test_what_has_a_price_by_the_month_is_divided_by_all() -> None:
    fixed = [line.dollars for line in Estimate(SMALL, {}).lines if line.action == FIXED]
    assert 0 < sum(fixed) < 12
    alarmed = Estimate(SMALL, {"AlarmAddress": "olga@example.com"}).month
    alarms = 25 * prices().prices["alarm"].each
    assert alarmed == pytest.approx(Estimate(SMALL, {}).month + alarms)


def test_metrics_are_few_and_so_are_their_lines() -> None:
    none, few, all_of_them = (
        Estimate(SMALL, {"Metrics": chosen}).month for chosen in ("None", "Few", "ByAction")
    )
    metric = prices().prices["metric"].each
    assert few - none == pytest.approx(6 * metric, abs=0.1)
    assert all_of_them - few == pytest.approx(3 * 15 * metric)
    logged = {
        chosen: sum(
            line.dollars
            for line in Estimate(Fleet(), {"Metrics": chosen}).lines
            if line.price.startswith("log-")
        )
        for chosen in ("None", "Few")
    }
    assert (logged["Few"] - logged["None"]) / Fleet().charge_points < 0.0001


def test_every_price_is_of_a_service_or_of_what_else_would_cost() -> None:
    for name, price in prices().prices.items():
        assert name.partition("-")[0] in {*SERVICES, "server", "balancer"}
        assert price.dollars > 0
        assert price.source


def test_the_break_even_is_where_servers_cost_what_they_replace() -> None:
    even = Estimate(SMALL, {}).even()
    assert even.guidance == pytest.approx(0.35)
    assert even.above
    at_that_size = replace(SMALL, charge_points=round(even.above * 1000))
    assert each(at_that_size) < even.guidance
    assert even.below > 0


def test_a_busy_fleet_may_never_be_cheaper_than_the_guidance() -> None:
    assert Estimate(replace(SMALL, heartbeat=10), {}).even().above is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("Colour", "red"), ("MinimumSecurityProfile", "4"), ("LogRetentionDays", "many")],
)
def test_a_parameter_that_the_template_would_not_take_is_refused(name: str, value: str) -> None:
    with pytest.raises(WrongParameter, match=name):
        deployment({name: value})


def test_tables_say_what_the_whole_says() -> None:
    estimate = Estimate(SMALL, {})
    service, action, largest, moves = tables(estimate)
    assert service.rows[-1][1] == action.rows[-1][1] == f"{estimate.each:.4f}"
    assert largest.rows
    assert {row[0]: row[2] for row in moves.rows}["heartbeat 300 s"] == "+0.0000"
