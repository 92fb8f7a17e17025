from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from csms.store.provisioned.server_certificates import ServerCertificate
from csms.store.table import fetch
from csms.telemetry import logger
from csms_tools import authorities
from tests.certificates import key
from tests.support import NOON
from workflows.look_after_servers import look_after_servers as look

DAY = timedelta(days=1)
HOUR = DAY / 24


class Server:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.lasts(100)

    def lasts(self, days: int) -> None:
        made = authorities.root(key("EC"), "ocpp.example", "", at=NOON, lifetime=days * DAY)
        self.path.write_text(made.certificates)

    @property
    def kept(self) -> ServerCertificate:
        (found,) = fetch(ServerCertificate.of(f"file:{self.path}"))
        assert found
        return found


@pytest.fixture
def server(store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server(tmp_path / "server.pem")
    monkeypatch.setenv("SERVER_CERTIFICATES", f"file:{server.path}")
    return server


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The end, or the reason, of each warning."""
    told: list[Any] = []
    monkeypatch.setattr(
        logger, "warning", lambda _, extra: told.append(extra.get("ends") or extra["reason"])
    )
    return told


def warned_in(told: list[Any], begin: datetime, days: int, step: timedelta = DAY) -> list[float]:
    """When something was told, in days since the beginning."""
    found, at = [], begin
    while at < begin + days * DAY:
        before = len(told)
        look(at)
        found += [(at - begin) / DAY] * (len(told) - before)
        at += step
    return found


def test_it_is_told_four_times_that_it_ends(server: Server, told: list[Any]) -> None:
    assert warned_in(told, NOON, 110) == [70, 86, 93, 99]
    assert set(told) == {(NOON + 100 * DAY).isoformat()}


def test_a_warning_does_not_wait_for_the_next_reading(server: Server, told: list[Any]) -> None:
    assert warned_in(told, NOON + 68.5 * DAY, 3, HOUR) == [1.5]


def test_one_that_was_renewed_is_told_of_no_more_until_its_own_end(
    server: Server, told: list[Any]
) -> None:
    look(NOON + 75 * DAY)
    server.lasts(200)
    look(NOON + 76 * DAY)
    assert server.kept.warned is None
    assert warned_in(told, NOON + 77 * DAY, 105) == [93]  # 30 days before


def test_it_is_read_once_a_day_and_after_a_restart(server: Server, told: list[Any]) -> None:
    look(NOON)
    server.lasts(300)
    look(NOON + 23 * HOUR)
    assert server.kept.not_after == NOON + 100 * DAY
    look(NOON + 23 * HOUR, anew=True)
    assert server.kept.not_after == NOON + 300 * DAY
    server.lasts(400)
    look(NOON + 47 * HOUR)
    assert server.kept.not_after == NOON + 400 * DAY


def test_one_that_cannot_be_read_is_told_of_once_a_day_and_its_end_stays_known(
    server: Server, told: list[Any]
) -> None:
    look(NOON)
    server.path.unlink()
    assert warned_in(told, NOON + DAY, 2, HOUR) == [0, 1]
    assert "cannot be read" in told[0]
    assert (server.kept.failure, server.kept.not_after) == (told[0], NOON + 100 * DAY)
    assert warned_in(told, NOON + 71 * DAY, 1) == [0, 0]  # that, and its end
    server.lasts(100)
    look(NOON + 72 * DAY)
    assert server.kept.failure is None


def test_one_that_was_never_read_is_nothing_but_that(server: Server, told: list[Any]) -> None:
    server.path.unlink()
    look(NOON)
    assert (server.kept.not_after, len(told)) == (None, 1)


def test_what_fails_otherwise_keeps_no_other_back(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(source: str) -> None:
        raise ConnectionError(source)

    monkeypatch.setattr("csms.pki.server_certificates.read", fails)
    look(NOON)
    assert fetch(ServerCertificate.of(f"file:{server.path}")) == (None,)


def test_where_there_is_none_nothing_is_read(server: Server, told: list[Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SERVER_CERTIFICATES", "")
        look(NOON)
    assert fetch(ServerCertificate.of(f"file:{server.path}")) == (None,)
