"""`csms inbox`: strangers that are refused, and those that wait for acceptance."""

import pytest
from click.testing import CliRunner, Result

from csms.store.provisioned import strangers
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections, inbox
from csms.store.table import perform, update
from csms_tools.commands.inbox import inbox as command
from csms_tools.operator import options
from tests.csms_tools.operator.support import of_the_store
from tests.support import NOON, Sockets

ADDRESS = "203.0.113.9"


@pytest.fixture(autouse=True)
def waits(store: None, sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    strangers.take_in("CP9", 1, NOON, source_ip=ADDRESS, password_hash="hash", generation="1")
    connections.opened("CP9", "one", NOON, security_profile=1, source_ip=ADDRESS, generation="1")
    said = [
        ChargePoint.boot.set({"chargePointVendor": "Acme", "chargePointModel": "X1"}),
        ChargePoint.registration_told.set("Pending"),
    ]
    perform(update(ChargePoint.of("CP9"), said))
    inbox.knocked(
        "CP7", NOON, source_ip=ADDRESS, certificate_subject=None, reason="unknown identity"
    )
    csms = of_the_store()
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)


def run(*words: str) -> Result:
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 0, done.output
    return done


def line_of(identity: str) -> str:
    return next((line for line in run().stdout.splitlines() if f" {identity} " in line), "")


def test_one_that_waits_is_marked_in_words_and_seen_as_what_it_booted() -> None:
    line = line_of("CP9")
    assert "knows the onboarding password, waiting for acceptance" in line
    assert all(word in line for word in (ADDRESS, "Acme", "X1"))
    assert "unknown identity" in line_of("CP7")


def test_it_is_accepted_as_it_came_and_hears_of_it_when_it_boots() -> None:
    done = run("accept", "CP9")
    assert done.stdout == "CP9 is provisioned at security profile 1\n"
    assert "csms call CP9 TriggerMessage requestedMessage=BootNotification\n" in done.stderr
    assert line_of("CP9") == ""


def test_it_is_forgotten_like_any_other() -> None:
    assert run("delete", "CP9", "--yes").stdout == "CP9 is forgotten\n"
    assert (line_of("CP9"), "unknown identity" in line_of("CP7")) == ("", True)
