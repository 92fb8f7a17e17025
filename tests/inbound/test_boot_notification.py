import json
from datetime import timedelta
from typing import Any

import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.table import fetch
from tests.conftest import Says
from tests.csms import command_steps
from tests.inbound.support import begun, stop, stored
from tests.stored import provision, set_registration, transactions_of
from tests.support import NOON, Sockets

BOOT = {
    "chargePointVendor": "Vendor",
    "chargePointModel": "Model",
    "firmwareVersion": "1.2.3",
    "meterSerialNumber": "M-1",
}


def test_an_accepted_charge_point_is_told_the_time_and_the_heartbeat(says: Says) -> None:
    assert says("BootNotification", BOOT) == [
        3,
        "unique-1",
        {"status": "Accepted", "currentTime": "2026-06-01T12:00:00.000Z", "interval": 300},
    ]


def test_what_it_says_of_itself_is_kept(says: Says) -> None:
    says("BootNotification", BOOT)
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    assert charge_point.boot == BOOT
    assert charge_point.booted_at == charge_point.last_seen_at == NOON


def test_what_it_was_told_is_kept_until_it_boots_again(says: Says) -> None:
    def told() -> str | None:
        (charge_point,) = fetch(ChargePoint.of("CP1"))
        assert charge_point
        return charge_point.told

    assert told() is None
    set_registration("CP1", "Pending")
    says("BootNotification", BOOT)
    set_registration("CP1", "Accepted")
    assert told() == "Pending"
    says("BootNotification", BOOT)
    assert told() == "Accepted"


@pytest.mark.parametrize(
    ("registration", "setting", "interval"),
    [
        ("Accepted", None, 300),
        ("Accepted", 60, 60),
        ("Accepted", 0, 300),
        ("Accepted", 86400, 300),
        ("Pending", None, 300),
        ("Pending", 86400, 86400),
        ("Pending", 0, 0),
        ("Rejected", 3600, 3600),
    ],
)
def test_the_interval_is_of_heartbeats_or_until_the_next_boot(
    registration: Any, setting: int | None, interval: int, says: Says
) -> None:
    set_registration("CP1", registration, setting)
    answer = says("BootNotification", BOOT)
    assert answer
    assert answer[2]["status"] == registration
    assert answer[2]["interval"] == interval


def test_the_template_sets_the_default_interval(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARTBEAT_INTERVAL", "120")
    answer = says("BootNotification", BOOT)
    assert answer
    assert answer[2]["interval"] == 120


def test_who_boots_together_does_not_keep_step(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTBEAT_JITTER", "10")
    told = set()
    for name in ("CP1", "CP2", "CP3"):
        provision(name, security_profile=0)
        answers = [says("BootNotification", BOOT, charge_point_id=name) for _ in range(2)]
        assert answers[0]
        assert answers[0] == answers[1]
        told.add(answers[0][2]["interval"])
    assert len(told) == 3
    assert 270 <= min(told) <= max(told) <= 300
    set_registration("CP1", "Accepted", 240)
    answer = says("BootNotification", BOOT)
    assert answer
    assert answer[2]["interval"] == 240


def test_a_boot_leaves_open_transactions_open(says: Says) -> None:
    number = begun(says)
    says("BootNotification", BOOT, at=NOON + timedelta(hours=1))
    assert stored(number).stopped_at is None
    says("StopTransaction", stop(number, reason="PowerLoss"))
    assert stored(number).stop_reason == "PowerLoss"
    assert len(transactions_of("CP1")) == 1


def boot() -> dict[str, Any]:
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    kept: dict[str, Any] | None = charge_point.boot
    assert kept
    return kept


def test_an_extra_that_ocpp_does_not_name_bricks_nobody(says: Says) -> None:
    more = {"vendorSays": "hello", "imsi": 262011234567890}
    answer = says("BootNotification", BOOT | more)
    assert answer
    assert answer[0] == 3
    as_sent = json.loads(boot()["asSent"])
    assert (boot() | {"asSent": as_sent}) == BOOT | {"imsi": "262011234567890", "asSent": more}


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"chargePointModel": 21 * "ü"}, {"chargePointModel": 20 * "ü"}),
        ({"firmwareVersion": 60 * "1"}, {"firmwareVersion": 50 * "1"}),
        ({"meterSerialNumber": None}, {"meterSerialNumber": None}),
        ({"iccid": ""}, {"iccid": ""}),
        ({"chargePointVendor": None}, {"chargePointVendor": None}),
        ({"chargePointModel": None}, {"chargePointModel": None}),
        ({"chargePointVendor": True}, {"chargePointVendor": "true"}),
        ({"chargePointVendor": {"name": "V"}}, {"chargePointVendor": '{"name":"V"}'}),
    ],
)
def test_a_fault_in_one_member_costs_no_other(
    change: dict[str, Any], kept: dict[str, Any], says: Says
) -> None:
    answer = says("BootNotification", BOOT | change)
    assert answer
    assert answer[2]["status"] == "Accepted"
    expected = {name: value for name, value in (BOOT | kept).items() if value is not None}
    assert {name: value for name, value in boot().items() if name != "asSent"} == expected


def test_there_is_room_for_so_much_of_what_was_sent_and_no_more(says: Says) -> None:
    answer = says("BootNotification", BOOT | {"vendorSays": 100_000 * "x"})
    assert answer
    assert answer[0] == 3
    assert boot()["asSent"] == '{"vendorSays": "' + 984 * "x"


@pytest.mark.parametrize(
    "said", [{}, {"firmwareVersion": "1"}, {"chargePointVendor": None, "chargePointModel": None}]
)
def test_a_charge_point_of_neither_vendor_nor_model_is_refused(
    said: dict[str, Any], says: Says
) -> None:
    answer = says("BootNotification", said)
    assert answer
    assert answer[:3] == [4, "unique-1", "OccurenceConstraintViolation"]


@pytest.mark.parametrize("change", [{"chargePointModel": 21 * "x"}, {"vendorSays": 1}])
def test_strict_bricks_whom_it_must(
    change: dict[str, Any], says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    answer = says("BootNotification", BOOT | change)
    assert answer
    assert answer[0] == 4


def test_what_waited_for_it_is_looked_after_once_it_has_its_answer(
    says: Says, sockets: Sockets
) -> None:
    set_registration("CP1", "Rejected")
    connections.opened("CP1", "socket-CP1", NOON, security_profile=0, source_ip="")
    says("BootNotification", BOOT)
    assert command_steps.take_tasks() == []
    set_registration("CP1", "Accepted")
    command_steps.send("c1", until=NOON + timedelta(hours=1))
    command_steps.send("c2", until=NOON + timedelta(hours=1))
    command_steps.take_tasks()
    says("BootNotification", BOOT)
    assert command_steps.tasks() == [({"task": "drain", "chargePointId": "CP1"}, 1)]


@pytest.mark.parametrize("registration", ["Accepted", "Pending", "Rejected"])
def test_a_template_is_looked_for_while_it_is_pending(registration: Any, says: Says) -> None:
    set_registration("CP1", registration)
    says("BootNotification", BOOT)
    task = ({"task": "apply-template", "chargePointId": "CP1"}, 1)
    assert command_steps.tasks() == ([task] if registration == "Pending" else [])
