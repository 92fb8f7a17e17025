import json
from pathlib import Path

import pytest

from csms_tools.local import log_lines
from csms_tools.local.log_lines import LogLines, for_people

LOGGED = {
    "level": "INFO",
    "location": "handler:45",
    "message": "handshake",
    "timestamp": "2026-06-01 12:00:01,673+0000",
    "service": "csms",
    "function_name": "Connect",
    "charge_point_id": "CP1",
    "connection_id": "J8c",
    "status": 404,
    "reason": "unknown identity",
}
LINE = json.dumps(LOGGED)


def test_people_are_told_when_who_what_and_why() -> None:
    said = "12:00:01 CP1 handshake  status 404  reason unknown identity"
    assert for_people(LINE) == said
    worse = json.dumps(LOGGED | {"level": "ERROR"})
    assert for_people(worse).startswith("12:00:01 ERROR CP1 handshake")


def test_what_others_said_steers_no_terminal() -> None:
    assert "\x1b" not in for_people(json.dumps(LOGGED | {"reason": "\x1b[2J"}))


@pytest.mark.parametrize("line", ["[ERROR] it failed", "7", "{}", ""])
def test_what_is_none_of_ours_stays_as_it_is(line: str) -> None:
    assert for_people(line) == line


def test_lines_that_come_in_pieces_are_shown_once_and_kept_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "functions.log"
    log = LogLines(as_json=False, file=file)
    log.take(LINE[:20].encode())
    assert capsys.readouterr().err == ""
    log.take(f"{LINE[20:]}\nlast".encode())
    log.close()
    assert capsys.readouterr().err.splitlines() == [for_people(LINE), "last"]
    assert file.read_text() == f"{LINE}\nlast\n"


def test_who_wants_json_is_shown_json(capsys: pytest.CaptureFixture[str]) -> None:
    log = LogLines(as_json=True)
    log.take(f"{LINE}\n".encode())
    log.close()
    assert capsys.readouterr().err == f"{LINE}\n"


def test_on_a_terminal_no_word_is_parted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_lines, "room", lambda _: 40)
    told = {"message": "handshake", "charge_point_id": "CP1", "reason": "unknown identity"}
    LogLines(as_json=False).take(json.dumps(told).encode() + b"\n")
    assert capsys.readouterr().err.splitlines() == [
        "--:--:-- CP1 handshake  reason unknown",
        "         identity",
    ]
