"""`csms charge-points`: what it has beside the commands of all that is provisioned."""

import pytest
from click.testing import CliRunner

from csms_tools.commands.charge_points import charge_points
from csms_tools.operator import options
from tests.csms_tools.operator.support import answers


def test_a_charge_point_is_disconnected(monkeypatch: pytest.MonkeyPatch) -> None:
    csms = answers({})
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    assert (
        CliRunner().invoke(charge_points, ["disconnect", "A/1"]).output == "A/1 is disconnected\n"
    )
    (request,) = csms.asked
    assert (request.method, request.url.raw_path) == ("DELETE", b"/charge-points/A%2F1/connection")


@pytest.mark.parametrize(
    ("ended", "code", "said"),
    [
        ({"status": "Answered", "response": {"status": "Accepted"}}, 0, "answered Accepted"),
        ({"status": "Answered", "response": {"status": "Rejected"}}, 1, "answered Rejected"),
        ({"status": "TimedOut"}, 1, "TimedOut"),
    ],
)
def test_a_key_is_rotated_and_what_comes_of_it_is_told(
    ended: dict[str, object], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = {"commandId": "c1", "chargePointId": "CP1", "action": "ChangeConfiguration"}
    csms = answers(command | {"status": "Sent"}, command | ended)
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    done = CliRunner().invoke(charge_points, ["rotate-key", "CP1"])
    assert (done.exit_code, said in done.output) == (code, True)
    asked, waited = csms.asked
    assert (asked.method, asked.url.path) == ("POST", "/charge-points/CP1/authorization-key")
    assert waited.url.path == "/charge-points/CP1/commands/c1"
