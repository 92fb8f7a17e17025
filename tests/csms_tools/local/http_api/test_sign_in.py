"""The development issuer's sign-in: what it gives, to whom, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest

from csms_tools.local.http_api.authorization_request import BadRequest
from csms_tools.local.http_api.issuer import Issuer
from csms_tools.local.http_api.sign_in import OAuthError, SignIn
from tests.csms_tools.local.http_api.support import (
    ASKED,
    AT_THE_CONSOLE,
    BACK,
    CONSOLE,
    TERMS,
    VERIFIER,
)
from tests.support import NOON


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sign_in(tmp_path: Path, clock: Clock) -> SignIn:
    return SignIn(Issuer.open(tmp_path, TERMS), "secret", clock)


def ticket(sign_in: SignIn) -> str:
    return sign_in.page(ASKED).partition("name=ticket value=")[2].partition(">")[0]


def answer(sign_in: SignIn, role: str = "viewer", name: str = "Ada") -> dict[str, str]:
    address = sign_in.decided({"ticket": ticket(sign_in), "role": role, "name": name})
    assert address.startswith(f"{BACK}?")
    return dict(parse_qsl(urlsplit(address).query))


def redeeming(code: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "client_id": "csms",
        "redirect_uri": BACK,
        "code": code,
        "code_verifier": VERIFIER,
    }


def refused(sign_in: SignIn, form: dict[str, str]) -> str:
    with pytest.raises(OAuthError) as error:
        sign_in.tokens(form)
    return error.value.code


def test_who_signs_in_gets_tokens_for_this_sign_in(sign_in: SignIn) -> None:
    told = answer(sign_in)
    assert (told["state"], told["iss"]) == ("a state", TERMS.issuer)
    given = sign_in.tokens(redeeming(told["code"]))
    said = jwt.decode(given["id_token"], options={"verify_signature": False})
    assert (said["sub"], said["nonce"], said[TERMS.role_claim]) == ("Ada", "a nonce", ["viewer"])
    assert said["exp"] - said["iat"] == given["expires_in"] == 3600


@pytest.mark.parametrize(("role", "name"), [("", "Ada"), ("root", "Ada"), ("admin", " ")])
def test_who_does_not_gets_none(sign_in: SignIn, role: str, name: str) -> None:
    told = answer(sign_in, role, name)
    assert (told["error"], told["state"]) == ("access_denied", "a state")


def test_a_page_is_good_for_one_sign_in_and_ten_minutes(sign_in: SignIn, clock: Clock) -> None:
    form = {"ticket": ticket(sign_in), "role": "viewer", "name": "Ada"}
    sign_in.decided(form)
    with pytest.raises(BadRequest):
        sign_in.decided(form)
    late = ticket(sign_in)
    clock.now += timedelta(minutes=10)
    with pytest.raises(BadRequest):
        sign_in.decided(form | {"ticket": late})


def test_a_code_is_good_once_for_a_minute_and_for_who_asked(sign_in: SignIn, clock: Clock) -> None:
    once = redeeming(answer(sign_in)["code"])
    sign_in.tokens(once)
    assert refused(sign_in, once) == "invalid_grant"
    for wrong in (
        {"code_verifier": "w" * 43},
        {"redirect_uri": "http://localhost:1/"},
        {"client_id": "other"},
    ):
        assert refused(sign_in, redeeming(answer(sign_in)["code"]) | wrong) == "invalid_grant"
    late = redeeming(answer(sign_in)["code"])
    clock.now += timedelta(minutes=1)
    assert refused(sign_in, late) == "invalid_grant"


def test_a_refresh_token_is_good_until_it_is_revoked(sign_in: SignIn, clock: Clock) -> None:
    given = sign_in.tokens(redeeming(answer(sign_in)["code"]))
    form = {
        "grant_type": "refresh_token",
        "client_id": "csms",
        "refresh_token": given["refresh_token"],
    }
    clock.now += timedelta(days=3)
    again = jwt.decode(sign_in.tokens(form)["id_token"], options={"verify_signature": False})
    assert (again["sub"], again["iat"]) == ("Ada", clock.now.timestamp())
    sign_in.revoke({"token": given["refresh_token"]})
    assert refused(sign_in, form) == "invalid_grant"


def test_what_is_no_grant_is_refused(sign_in: SignIn) -> None:
    assert refused(sign_in, {}) == "unsupported_grant_type"
    assert refused(sign_in, {"grant_type": "client_credentials"}) == "invalid_client"


def test_the_secret_of_the_machine_is_for_nobody_else_to_read(tmp_path: Path) -> None:
    issuer = Issuer.open(tmp_path, TERMS)
    SignIn.open(issuer, tmp_path)
    secret = (tmp_path / "machine.secret").read_text()
    assert (tmp_path / "machine.secret").stat().st_mode & 0o777 == 0o600
    again = SignIn.open(issuer, tmp_path)
    assert again.tokens({"grant_type": "client_credentials"}, ("csms-machine", secret))


def remembered(sign_in: SignIn, asked: dict[str, str] = AT_THE_CONSOLE) -> str | None:
    """What the browser of an admin keeps who has signed in there."""
    shown = sign_in.page(asked).partition("name=ticket value=")[2].partition(">")[0]
    return sign_in.remember(sign_in.decided({"ticket": shown, "role": "admin", "name": "Ada"}))


def test_the_console_which_forgets_its_tokens_gets_new_ones_at_once(sign_in: SignIn) -> None:
    address = sign_in.at_once(AT_THE_CONSOLE, remembered(sign_in))
    assert address
    assert address.startswith(f"{CONSOLE}?")
    code = dict(parse_qsl(urlsplit(address).query))["code"]
    given = sign_in.tokens(redeeming(code) | {"redirect_uri": CONSOLE})
    claims = jwt.decode(given["id_token"], options={"verify_signature": False})
    assert (claims["sub"], claims[TERMS.role_claim]) == ("Ada", ["admin"])


def test_who_wants_to_be_somebody_else_is_asked(sign_in: SignIn) -> None:
    mark = remembered(sign_in)
    assert sign_in.at_once(AT_THE_CONSOLE | {"prompt": "login"}, mark) is None


@pytest.mark.parametrize("elsewhere", [BACK, "http://127.0.0.1:9999/console/signed-in"])
def test_another_program_of_this_machine_gets_nothing_unasked(
    sign_in: SignIn, elsewhere: str
) -> None:
    asked = ASKED | {"redirect_uri": elsewhere}
    assert sign_in.at_once(asked, remembered(sign_in)) is None
    assert remembered(sign_in, asked) is None


def test_a_browser_that_nobody_knows_is_asked(sign_in: SignIn) -> None:
    assert sign_in.at_once(AT_THE_CONSOLE, None) is None
    assert sign_in.at_once(AT_THE_CONSOLE, "invented") is None


def test_who_did_not_sign_in_is_not_remembered(sign_in: SignIn) -> None:
    shown = sign_in.page(AT_THE_CONSOLE).partition("name=ticket value=")[2].partition(">")[0]
    assert sign_in.remember(sign_in.decided({"ticket": shown, "role": "", "name": "Ada"})) is None
