"""`csms connectivity`: what the API says of an identity, line by line."""

import json

import pytest
from click.testing import CliRunner

from csms.credentials import hash_password
from csms_tools.commands.connectivity import connectivity
from csms_tools.operator import options, output
from tests.connection.support import PASSWORD, authorize, basic, connected
from tests.csms_tools.operator.support import answers, of_the_store
from tests.stored import provision

SET = "security profile 2, with a password, registration Accepted, least profile 0"
CAME = "2026-06-01T12:00:00.000Z  from 203.0.113.7  "
SHOWED = "showed wss, a password, subprotocol ocpp1.6"
REMEDY = "let it send its identity as the user name, and the password that is set here"
FOUND = {"reason": "wrong credentials", "remedies": [REMEDY], "attempts": [], "throttled": False}


@pytest.fixture(autouse=True)
def provisioned(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    provision("CP1", security_profile=2, password_hash=hash_password(PASSWORD))
    csms = of_the_store("viewer")
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)


def comes(identity: str = "CP1", password: str = PASSWORD, offers: list[str] | None = None) -> int:
    """Returns the status that it gets."""
    known_by = basic(identity, password.encode())
    judged = authorize(x_ocpp_identity=identity, authorization=known_by)
    return int(connected(offers=offers, **judged["context"])["statusCode"])


def told(*words: str) -> str:
    done = CliRunner().invoke(connectivity, words)
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    return done.stdout


def lines(identity: str) -> list[tuple[str, str]]:
    """What stands before the gap, and behind it."""
    return [(line[:10].rstrip(), line[12:]) for line in told(identity).splitlines()]


def test_of_one_that_never_came_it_says_where_to_look() -> None:
    answer, *remedies, standing = lines("CP1")
    assert answer == ("answer", "nothing has come from it")
    assert {name for name, _ in remedies} == {"do"}
    assert "identity as the last part of the path" in remedies[0][1]
    assert standing == ("set", SET)


def test_of_one_that_is_not_even_provisioned_it_says_how_to_do_that() -> None:
    assert lines("CP7")[:2] == [
        ("answer", "it is not provisioned, and nothing has come from it"),
        ("do", "csms charge-points create CP7"),
    ]


def test_of_a_wrong_password_it_says_how_often_it_came_and_which_command_sets_another() -> None:
    assert [comes(password="wrong"), comes(password="wrong")] == [401, 401]
    found = lines("CP1")
    assert found[0] == ("answer", "wrong credentials")
    assert found[1][0] == "do"
    assert found[1][1].endswith("csms charge-points change CP1 --password - sets another")
    assert ("set", SET) in found
    came = f"{CAME}FailedToAuthenticate  wrong credentials  2 times  {SHOWED}"
    assert [said for name, said in found if name == "came"] == [came]


def test_who_fails_too_often_is_told_to_pause() -> None:
    for _ in range(10):
        comes(password="wrong")
    said = "it failed too often and is not listened to for a minute"
    assert lines("CP1")[-1] == ("paused", said)


def test_of_a_wrong_subprotocol_it_says_what_was_offered() -> None:
    assert comes(offers=["ocpp2.0.1"]) == 400
    found = lines("CP1")
    reason = "no subprotocol ocpp1.6 among ocpp2.0.1"
    assert found[0] == ("answer", reason)
    assert "it has to offer the subprotocol ocpp1.6" in found[1][1]
    showed = "showed wss, a password, subprotocol ocpp2.0.1"
    assert found[-1] == ("came", f"{CAME}HandshakeRefused  {reason}  {showed}")


def test_of_one_that_is_connected_it_says_so_and_what_was_refused_before() -> None:
    comes(password="wrong")
    assert comes() == 200
    found = lines("CP1")
    assert found[:2] == [("answer", "it is connected"), ("set", SET)]
    assert [name for name, _ in found] == ["answer", "set", "came"]


def test_of_one_that_came_around_the_edge_it_says_that() -> None:
    authorize(x_origin_secret=None)
    assert lines("CP1")[0] == ("answer", "it did not come through the edge")


def test_a_stranger_may_be_accepted() -> None:
    assert comes("CP7") == 404
    assert lines("CP7")[:2] == [
        ("answer", "it is not provisioned; unknown identity"),
        ("do", "csms inbox accept CP7"),
    ]


def test_as_json_it_is_what_the_api_says() -> None:
    found = json.loads(told("CP1", "--json"))
    assert (found["identity"], found["state"]) == ("CP1", "neverCame")


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> list[str]:
    monkeypatch.setattr(options, "reached", lambda *_: answers(FOUND).api)
    monkeypatch.setattr(output, "is_terminal", lambda: terminal)
    monkeypatch.setenv("COLUMNS", "80")
    return CliRunner().invoke(connectivity, ["CP1"]).output.splitlines()


def test_on_a_terminal_no_word_is_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=True) == [
        "answer      wrong credentials",
        "do          let it send its identity as the user name, and the password that is",
        "            set here",
    ]


def test_in_a_pipe_each_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=False)[1] == f"do          {REMEDY}"
