from datetime import timedelta
from typing import Any

import pytest

from csms.store.provisioned.configuration_templates import TemplateApplied
from csms.store.reported.connections import closed
from csms.store.table import Cancelled, fetch, transact
from tests.api.support import ask
from tests.conftest import Says
from tests.csms.command_steps import SECOND, answer, connected, look_after, open_call, take_tasks
from tests.outbound.support import configured
from tests.stored import set_registration
from tests.support import NOON, Sockets
from tests.workflows.running import come
from workflows.apply_template import apply_template

BOOT = {"chargePointVendor": "ACME", "chargePointModel": "X1"}
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def pending(cp1: str, sockets: Sockets) -> None:
    connected()
    set_registration(cp1, "Pending")


def template(*, apply: bool = True, values: dict[str, str] | None = None, **more: str) -> None:
    body = {
        "vendor": "ACME",
        "model": "X1",
        "values": (values or {}) | more,
        "applyWhilePending": apply,
    }
    ask("PUT", "/configuration-templates/one", body=body)


def boots(says: Says, at: Any = NOON) -> None:
    """And what a boot leads to comes."""
    says("BootNotification", BOOT, at=at)
    come("apply-template", at=at)


def asked(sockets: Sockets) -> list[str]:
    return [frame[3]["key"] for frame in sockets.frames if frame[0] == 2]


def answered_all(status: str = "Accepted") -> None:
    while command_id := open_call():
        answer(command_id, {"status": status}, NOON)


def test_a_charge_point_that_starts_pending_gets_what_it_lacks(
    says: Says, sockets: Sockets
) -> None:
    configured(Same="1", readonly=False)
    configured(Fixed="x")
    sockets.posted.clear()
    template(C="3", Same="1", Fixed="4", A="1")
    boots(says)
    answered_all()
    assert asked(sockets) == ["C", "A"]
    query = {"action": "ChangeConfiguration"}
    commands = ask("GET", "/charge-points/CP1/commands", query=query).json["items"]
    assert {one["createdBy"] for one in commands} == {"configuration template one"}


def test_nothing_is_sent_that_nobody_asked_for(says: Says, sockets: Sockets) -> None:
    boots(says)
    template(apply=False, A="1")
    boots(says)
    assert asked(sockets) == []


def test_only_a_pending_one_of_that_model_gets_it(says: Says, sockets: Sockets) -> None:
    template(A="1")
    says("BootNotification", BOOT | {"chargePointModel": "X2"})
    come("apply-template")
    set_registration("CP1", "Accepted")
    boots(says)
    apply_template("CP1", NOON)
    apply_template("CP9", NOON)
    assert asked(sockets) == []


def test_an_accepted_boot_brings_no_task(says: Says) -> None:
    set_registration("CP1", "Accepted")
    take_tasks()
    says("BootNotification", BOOT)
    assert take_tasks() == []


def test_a_task_that_comes_twice_sends_each_key_once(says: Says, sockets: Sockets) -> None:
    template(A="1", B="2")
    boots(says)
    apply_template("CP1", NOON)
    answered_all()
    apply_template("CP1", NOON)
    assert asked(sockets) == ["A", "B"]


def test_of_two_tasks_at_once_one_sends_a_key() -> None:
    first, second = TemplateApplied.of("CP1"), TemplateApplied.of("CP1")
    first.mark = second.mark = "one"
    transact(first.written())
    with pytest.raises(Cancelled):
        transact(second.written())
    (stored,) = fetch(TemplateApplied.of("CP1"))
    assert stored
    transact(first.written())
    with pytest.raises(Cancelled):
        transact(stored.written())


@pytest.mark.parametrize("status", ["Rejected", "NotSupported"])
def test_what_it_refuses_is_not_asked_again_at_every_boot(
    status: str, says: Says, sockets: Sockets
) -> None:
    template(A="1")
    boots(says)
    answered_all(status)
    boots(says, NOON + MINUTE)
    assert asked(sockets) == ["A"]
    template(A="2")
    boots(says, NOON + 2 * MINUTE)
    assert asked(sockets) == ["A", "A"]


def test_what_it_has_not_heard_is_sent_again_after_the_next_boot(
    says: Says, sockets: Sockets
) -> None:
    template(A="1")
    boots(says)
    look_after(open_call() or "", NOON + MINUTE)
    apply_template("CP1", NOON + MINUTE)
    assert asked(sockets) == ["A"]
    boots(says, NOON + MINUTE)
    assert asked(sockets) == ["A", "A"]


def test_a_socket_that_closes_meanwhile_ends_in_no_storm(says: Says, sockets: Sockets) -> None:
    template(values={f"K{number}": "1" for number in range(12)})
    closed("CP1", "one")
    boots(says)
    rounds = 0
    while come("apply-template"):
        rounds += 1
    assert rounds == 1
    assert asked(sockets) == []


def test_many_keys_are_sent_by_one_task_after_the_other(says: Says, sockets: Sockets) -> None:
    template(values={f"K{number:02}": "1" for number in range(25)})
    boots(says)
    for second in (1, 2):
        assert come("apply-template", at=NOON + second * SECOND) == 1
    assert come("apply-template") == 0
    answered_all()
    assert asked(sockets) == [f"K{number:02}" for number in range(25)]


def test_drift_names_the_command(says: Says) -> None:
    template(A="1")
    boots(says)
    path = "/charge-points/CP1/configuration/drift"
    (one,) = ask("GET", path, query={"template": "one"}).json["items"]
    assert one["commandId"] == open_call()
