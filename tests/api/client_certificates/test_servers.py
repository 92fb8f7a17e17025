from datetime import timedelta
from pathlib import Path

import pytest

from csms_tools import authorities
from tests.api.support import ask
from tests.certificates import key
from tests.support import NOON
from workflows.look_after_servers import look_after_servers

DAY = timedelta(days=1)


@pytest.mark.usefixtures("store")
def test_the_ends_of_certificates_of_hosts_are_shown_as_they_were_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = authorities.root(key("EC"), "ocpp.example", "", at=NOON, lifetime=20 * DAY)
    path = tmp_path / "server.pem"
    path.write_text(made.certificates)
    monkeypatch.setenv("SERVER_CERTIFICATES", f"file:{path}\nfile:/nowhere.pem")
    look_after_servers(NOON - DAY)
    monkeypatch.setenv("SERVER_CERTIFICATES", f"file:{path}\nfile:/nowhere.pem\nfile:/new.pem")
    read_at = "2026-05-31T12:00:00.000Z"
    assert ask("GET", "/server-certificates", role="viewer").json == {
        "items": [
            {
                "source": f"file:{path}",
                "domainName": "ocpp.example",
                "notAfter": "2026-06-21T12:00:00.000Z",
                "daysLeft": 20,
                "warning": "endsSoon",
                "readAt": read_at,
            },
            {
                "source": "file:/nowhere.pem",
                "readAt": read_at,
                "failure": "/nowhere.pem cannot be read: No such file or directory",
            },
            {"source": "file:/new.pem"},
        ]
    }


@pytest.mark.usefixtures("store")
def test_where_none_is_named_none_is_shown() -> None:
    assert ask("GET", "/server-certificates", role="viewer").json == {"items": []}
