"""`csms registration`, and how one that waits to be accepted hears of it."""

import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result

from csms_tools.commands.registration import registration
from csms_tools.operator import options
from tests.csms_tools.operator.support import Csms, answers, body_of

WAITS = {"id": "CP1", "registration": "Accepted", "registrationTold": "Pending", "connected": True}
TRIGGER = ("POST", "/charge-points/CP1/commands/TriggerMessage")


def run(monkeypatch: pytest.MonkeyPatch, csms: Csms, *words: str, typed: str = "") -> Result:
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    return CliRunner().invoke(registration, ["CP1", "Accepted", *words], input=typed)


def asked(csms: Csms) -> list[tuple[str, str]]:
    return [(request.method, request.url.path) for request in csms.asked]


def test_one_that_was_told_pending_is_asked_to_boot_again(monkeypatch: pytest.MonkeyPatch) -> None:
    csms = answers(WAITS, {})
    done = run(monkeypatch, csms, "--tell")
    assert done.output == "CP1 is Accepted, and asked to boot again\n"
    assert asked(csms)[1:] == [TRIGGER]
    assert body_of(csms.asked[1]) == {"requestedMessage": "BootNotification"}


def test_without_the_option_it_is_told_how(monkeypatch: pytest.MonkeyPatch) -> None:
    csms = answers(WAITS)
    done = run(monkeypatch, csms)
    assert "csms call CP1 TriggerMessage requestedMessage=BootNotification\n" in done.stderr
    assert done.stdout == "CP1 is Accepted from its next message on\n"
    assert len(csms.asked) == 1


@pytest.mark.parametrize(("typed", "more"), [("y\n", [TRIGGER]), ("n\n", [])])
def test_at_a_terminal_it_is_offered(
    typed: str, more: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sys.modules["csms_tools.commands.registration"], "somebody_is_there", lambda: True
    )
    csms = answers(WAITS, {})
    done = run(monkeypatch, csms, typed=typed)
    assert "Let it boot again?" in done.stderr
    assert asked(csms)[1:] == more


@pytest.mark.parametrize(
    "differs", [{"connected": False}, {"registrationTold": "Accepted"}, {"registration": "Pending"}]
)
def test_one_that_has_nothing_to_hear_is_left_alone(
    differs: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    csms = answers(WAITS | differs)
    done = run(monkeypatch, csms, "--tell")
    assert (done.exit_code, done.stderr, len(csms.asked)) == (0, "", 1)
