from datetime import timedelta
from typing import Any

import pytest

from csms.outbound import sending
from csms.store.commands.automatisms import Automatism
from csms.store.reported.connections import closed
from csms.store.table import fetch
from tests.conftest import Says
from tests.csms.command_steps import connected, take_tasks, tasks
from tests.stored import set_registration
from tests.support import NOON, Sockets
from tests.workflows.automatic import (
    BOOT,
    MINUTE,
    answered,
    asked,
    boots,
    commands,
    follow,
    refused,
    switched_on,
)
from tests.workflows.running import come
from workflows.come_back import after_boot
from workflows.tasks import perform

CONFIGURATION = "configurationAfterBoot"
UNNAMED = {"chargePointVendor": "V", "chargePointModel": "M"}
ALL_KEYS: dict[str, Any] = {"configurationKey": []}


@pytest.fixture(autouse=True)
def online(cp1: str, sockets: Sockets) -> None:
    connected()
    switched_on(CONFIGURATION)


def last() -> Automatism:
    (one,) = fetch(Automatism.of("CP1", CONFIGURATION))
    assert one
    return one


def test_it_is_a_command_that_says_who_sent_it(says: Says) -> None:
    boots(says)
    (one,) = commands()
    assert (one["action"], one["createdBy"]) == (
        "GetConfiguration",
        "automatism: configurationAfterBoot",
    )


def test_a_task_that_comes_twice_sends_it_once_for_a_boot(says: Says, sockets: Sockets) -> None:
    boots(says)
    for minutes in (0, 1, 60):
        after_boot("CP1", NOON + minutes * MINUTE)
    assert asked(sockets) == ["GetConfiguration"]


def test_of_two_tasks_at_once_one_sends_it(
    says: Says, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    says("BootNotification", BOOT)
    send, times = sending.send, []

    def meanwhile(*given: Any, **named: Any) -> Any:
        times.append(given)
        if len(times) == 1:
            after_boot("CP1", NOON + MINUTE)
        return send(*given, **named)

    monkeypatch.setattr(sending, "send", meanwhile)
    after_boot("CP1", NOON)
    assert len(times) == 2
    assert asked(sockets) == ["GetConfiguration"]


def test_one_that_boots_in_a_loop_is_asked_once_in_each_distance(
    says: Says, sockets: Sockets
) -> None:
    for minutes in range(60):
        boots(says, NOON + minutes * MINUTE)
        answered(ALL_KEYS, NOON + minutes * MINUTE)
    assert len(asked(sockets)) == 4


def test_a_boot_tells_one_task_and_in_a_loop_one_waits(says: Says) -> None:
    boots(says)
    answered(ALL_KEYS)
    for minutes in range(1, 10):
        says("BootNotification", BOOT, at=NOON + minutes * MINUTE)
    booted = [task for task in take_tasks() if task["task"] == "booted"]
    assert len(booted) == 9
    for minutes, task in enumerate(booted, start=1):
        perform(task, NOON + minutes * MINUTE)
    assert len([task for task in take_tasks() if task.get("waited")]) == 1


def test_a_boot_within_the_distance_is_served_when_that_is_over(
    says: Says, sockets: Sockets
) -> None:
    boots(says)
    answered(ALL_KEYS)
    boots(says, NOON + MINUTE)
    waiting = [(task, seconds) for task, seconds in tasks() if task["task"] == "booted"]
    assert [seconds for _, seconds in waiting] == [840]
    assert asked(sockets) == ["GetConfiguration"]
    come("booted", at=NOON + 15 * MINUTE)
    assert asked(sockets) == ["GetConfiguration"] * 2
    answered(ALL_KEYS)
    after_boot("CP1", NOON + 40 * MINUTE)
    assert asked(sockets) == ["GetConfiguration"] * 2


def test_a_task_that_comes_a_little_early_waits_on(says: Says, sockets: Sockets) -> None:
    boots(says)
    answered(ALL_KEYS)
    boots(says, NOON + MINUTE)
    come("booted", at=NOON + 15 * MINUTE - timedelta(milliseconds=5))
    assert [seconds for task, seconds in tasks() if task["task"] == "booted"] == [1]


def test_a_distance_that_is_longer_than_a_queue_holds_is_waited_for_in_turns(
    says: Says, sockets: Sockets
) -> None:
    switched_on(automaticDistance=3600)
    boots(says)
    answered(ALL_KEYS)
    boots(says, NOON + MINUTE)
    at = NOON + MINUTE
    for _ in range(4):
        ((_, seconds),) = [(one, held) for one, held in tasks() if one["task"] == "booted"]
        at += timedelta(seconds=seconds)
        come("booted", at=at)
    assert at == NOON + 60 * MINUTE
    assert asked(sockets) == ["GetConfiguration"] * 2


def test_a_waiting_task_that_was_lost_is_replaced_after_the_next_boot(
    says: Says, sockets: Sockets
) -> None:
    boots(says)
    answered(ALL_KEYS)
    boots(says, NOON + MINUTE)
    take_tasks()  # it is gone
    boots(says, NOON + 20 * MINUTE)
    assert asked(sockets) == ["GetConfiguration"] * 2


@pytest.mark.parametrize("code", ["NotSupported", "NotImplemented"])
def test_what_it_does_not_know_is_not_asked_again_until_it_has_other_firmware(
    code: str, says: Says, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    boots(says)
    refused(code)
    boots(says, NOON + 60 * MINUTE)
    assert last().refused_by == "1.0"
    boots(says, NOON + 120 * MINUTE)
    assert asked(sockets) == ["GetConfiguration"]
    boots(says, NOON + 180 * MINUTE, firmwareVersion="1.1")
    assert asked(sockets) == ["GetConfiguration"] * 2


def test_another_error_is_asked_again_after_the_next_boot(says: Says, sockets: Sockets) -> None:
    boots(says)
    refused("InternalError")
    boots(says, NOON + 60 * MINUTE)
    assert asked(sockets) == ["GetConfiguration"] * 2


def test_what_is_refused_without_a_firmware_version_stays_quiet(
    cp1: str, says: Says, sockets: Sockets
) -> None:
    for minutes in (0, 60, 120):
        says(
            "BootNotification",
            UNNAMED,
            at=NOON + minutes * MINUTE,
        )
        follow(NOON + minutes * MINUTE)
        refused()
    assert asked(sockets) == ["GetConfiguration"]


@pytest.mark.parametrize("registration", ["Pending", "Rejected"])
def test_nothing_is_done_for_one_that_is_not_accepted(
    registration: Any, says: Says, sockets: Sockets
) -> None:
    says("BootNotification", UNNAMED)
    set_registration("CP1", registration)
    follow()
    says("BootNotification", UNNAMED)
    follow()
    assert asked(sockets) == []


def test_a_charge_point_whose_socket_is_gone_gets_it_over_the_next(
    says: Says, sockets: Sockets
) -> None:
    says("BootNotification", UNNAMED)
    closed("CP1", "one")
    follow()
    assert asked(sockets) == []
    (one,) = commands()
    assert one["status"] == "Queued"
