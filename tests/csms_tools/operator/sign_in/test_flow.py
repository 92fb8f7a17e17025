"""Signing in by a browser and without one, over real sockets; each way to fail is one line."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import time

import pytest

from csms_tools.commands import Failed, NoAccess, NoAnswer, Wrong
from csms_tools.operator.sign_in import flow, kept
from csms_tools.operator.sign_in.claims import claims_of
from csms_tools.operator.sign_in.flow import Lasting
from csms_tools.operator.sign_in.kept import Place, Tokens
from tests.csms_tools.operator.sign_in.support import Desk, browse, desk

PATIENCE = 10.0
PLACE = Place("prod", "https://prod.example")


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("issuer")) as found:
        yield found


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.get_app_dir", lambda _: str(tmp_path / "csms"))


def signed_in(at: Desk) -> Tokens:
    tokens = flow.signed_in(at.client, at.browser(), PATIENCE)
    kept.keep(PLACE, tokens)
    return tokens


@pytest.mark.parametrize("role", ["viewer", "operator", "admin"])
def test_an_operator_signs_in_by_a_browser(at: Desk, role: str) -> None:
    tokens = flow.signed_in(at.client, at.browser(role), PATIENCE)
    claims = claims_of(tokens.sent)
    assert (claims["sub"], claims["cognito:groups"]) == ("Ada", [role])
    assert tokens.refresh
    assert 3500 < tokens.ends - time() < 3700


def test_who_does_not_sign_in_is_told_so(at: Desk) -> None:
    with pytest.raises(NoAccess, match="access_denied: the operator did not sign in"):
        flow.signed_in(at.client, at.browser(""), PATIENCE)


def test_nobody_is_waited_for_without_end(at: Desk) -> None:
    with pytest.raises(NoAnswer, match="nobody has signed in within 0 s"):
        flow.signed_in(at.client, lambda _: None, 0.01)


def test_an_answer_to_another_sign_in_is_left_aside(
    at: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    def show(url: str) -> None:
        assert browse(url, told=lambda it: it | {"state": "another"}) == 400
        at.browser()(url)

    assert claims_of(flow.signed_in(at.client, show, PATIENCE).sent)["sub"] == "Ada"
    assert capsys.readouterr().err == "csms: an answer to another sign-in was left aside\n"


def test_a_token_of_another_sign_in_is_not_taken(at: Desk) -> None:
    replayed = at.browser(asked=lambda it: it | {"nonce": "another"})
    with pytest.raises(Failed, match="not for this sign-in: its nonce is not"):
        flow.signed_in(at.client, replayed, PATIENCE)


def test_a_code_is_of_no_use_to_whom_it_was_not_given(at: Desk) -> None:
    other = at.browser(asked=lambda it: it | {"code_challenge": "x" * 43})
    with pytest.raises(NoAccess, match="invalid_grant: the code is not valid"):
        flow.signed_in(at.client, other, PATIENCE)


def test_the_answer_of_another_issuer_is_not_taken(at: Desk) -> None:
    mixed = at.browser(told=lambda it: it | {"iss": "https://other.example"})
    with pytest.raises(NoAccess, match="of another issuer"):
        flow.signed_in(at.client, mixed, PATIENCE)


def test_an_answer_without_a_code_is_told(at: Desk) -> None:
    empty = at.browser(told=lambda it: {name: it[name] for name in ("state", "iss")})
    with pytest.raises(NoAccess, match="sent back no code"):
        flow.signed_in(at.client, empty, PATIENCE)


def test_of_two_at_once_the_second_is_told_before_anybody_signs_in(at: Desk) -> None:
    def second(_: str) -> None:
        with pytest.raises(Failed, match="another csms login is waiting there"):
            flow.signed_in(at.client, at.browser(), PATIENCE)
        at.browser()(_)

    assert flow.signed_in(at.client, second, PATIENCE).refresh


def test_what_an_issuer_says_does_not_steer_the_terminal(at: Desk) -> None:
    told = {"error": "x\x1b[2J", "error_description": "a\nb"}
    with pytest.raises(NoAccess) as refused:
        flow.signed_in(at.client, at.browser(told=lambda it: it | told), PATIENCE)
    assert str(refused.value) == f"{at.client.issuer} refused: x\\x1b[2J: a b"


@pytest.mark.parametrize(
    ("changed", "error", "told"),
    [
        ({"issuer": "http://127.0.0.1:1/@issuer"}, NoAnswer, "nothing answers at"),
        ({"issuer": "http://login.example"}, Wrong, "not an https address"),
        ({"callback": "https://prod.example/"}, Wrong, "on this machine only"),
        ({"callback": "http://192.0.2.1:8250/"}, Wrong, "on this machine only"),
        ({"callback": "http://localhost:99999/"}, Wrong, "on this machine only"),
    ],
)
def test_what_cannot_be_is_told(
    at: Desk, changed: dict[str, str], error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        flow.signed_in(replace(at.client, **changed), at.browser(), PATIENCE)  # type: ignore[arg-type]


def test_an_issuer_goes_by_one_name(at: Desk) -> None:
    other = replace(at.client, issuer=at.client.issuer.replace("127.0.0.1", "localhost"))
    with pytest.raises(Wrong, match="goes by another name"):
        flow.signed_in(other, at.browser(), PATIENCE)


def test_a_token_that_lasts_is_used_as_it_is(at: Desk) -> None:
    tokens = signed_in(at)
    assert Lasting(PLACE, at.client)() == tokens.sent


def test_one_that_is_about_to_end_is_renewed_and_kept(at: Desk) -> None:
    tokens = signed_in(at)
    kept.keep(PLACE, replace(tokens, ends=time() + 30))
    fresh = Lasting(PLACE, at.client)()
    assert fresh != tokens.sent
    found = kept.find(PLACE)
    assert found
    assert (found.sent, found.refresh) == (fresh, tokens.refresh)


def test_one_that_the_api_has_not_taken_is_renewed(at: Desk) -> None:
    tokens = signed_in(at)
    lasting = Lasting(PLACE, at.client)
    assert lasting() == tokens.sent
    assert lasting() != tokens.sent


def test_what_another_program_has_renewed_is_taken(at: Desk) -> None:
    tokens = signed_in(at)
    lasting = Lasting(PLACE, at.client)
    lasting()
    kept.keep(PLACE, replace(tokens, sent="of another program"))
    assert lasting() == "of another program"


def test_a_sign_in_that_has_ended_says_what_to_do(at: Desk) -> None:
    kept.keep(PLACE, replace(signed_in(at), ends=0, refresh="revoked"))
    with pytest.raises(NoAccess, match="at prod has ended: csms login --profile prod"):
        Lasting(PLACE, at.client)()
    assert kept.find(PLACE) is None


def test_a_lost_network_does_not_end_a_sign_in(at: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        client = replace(at.client, issuer=f"http://127.0.0.1:{gone.getsockname()[1]}")
    kept.keep(PLACE, Tokens(client.issuer, client.id, "sent", 0, "refresh"))
    with pytest.raises(NoAnswer, match="nothing answers"):
        Lasting(PLACE, client)()
    assert kept.find(PLACE)


def test_the_tokens_of_another_issuer_are_not_sent(at: Desk) -> None:
    kept.keep(PLACE, Tokens("https://other.example", "csms", "sent", time() + 900, "refresh"))
    with pytest.raises(NoAccess):
        Lasting(PLACE, at.client)()


def test_a_machine_needs_nobody(at: Desk) -> None:
    lasting = Lasting(PLACE, at.machine)
    first = lasting()
    assert claims_of(first)["sub"] == "csms-machine"
    assert Lasting(PLACE, at.machine)() == first
    assert lasting() != first


def test_a_machine_has_the_role_that_its_scope_names(at: Desk) -> None:
    tokens = flow.of_a_machine(replace(at.machine, scope="role/viewer"))
    assert claims_of(tokens.sent)["cognito:groups"] == ["viewer"]
    with pytest.raises(NoAccess, match="invalid_scope"):
        flow.of_a_machine(replace(at.machine, scope="role/root"))


def test_a_machine_with_a_wrong_secret_is_refused(at: Desk) -> None:
    with pytest.raises(NoAccess, match="invalid_client"):
        flow.of_a_machine(replace(at.machine, secret="wrong"))
