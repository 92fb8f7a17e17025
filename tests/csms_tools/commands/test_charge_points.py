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
