"""`csms security-events`: what comes is followed from now on."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from csms_tools.commands.security_events import security_events
from csms_tools.operator import options
from tests.csms_tools.operator.support import answers


def test_what_was_before_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    csms = answers({"items": []})  # and the second look ends it
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    begun = datetime.now(UTC).replace(microsecond=0)
    CliRunner().invoke(security_events, ["--follow"])
    since = datetime.fromisoformat(csms.asked[0].url.params["from"])
    assert begun <= since <= begun + timedelta(seconds=30)
