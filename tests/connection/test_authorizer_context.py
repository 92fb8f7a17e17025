from typing import Any

import pytest

from connection import connect
from connection.authorizer_context import AuthorizerContext
from csms.credentials import hash_password
from tests.connection.support import PASSWORD, authorize, basic, event
from tests.stored import provision
from tests.support import Context


@pytest.fixture
def cp1(store: None) -> None:
    provision("CP1", security_profile=2, password_hash=hash_password(PASSWORD))


def answer(context: dict[str, str]) -> Any:
    """Of $connect."""
    told = event("connect")
    told["requestContext"]["authorizer"] = context
    return connect.handler(told, Context())


def test_what_is_missing_or_null_is_an_empty_text() -> None:
    found = AuthorizerContext.of({"authorizer": {"kind": None, "status": "200"}})
    assert (found["kind"], found["reason"], found["status"]) == ("", "", "200")


SHOWN: dict[str, dict[str, Any]] = {
    "welcome": {},
    "a wrong password": {"authorization": basic(password=b"another-password")},
    "no password": {"authorization": None},
    "a stranger": {"x_ocpp_identity": "CP7", "authorization": basic("CP7")},
    "no identity": {"x_ocpp_identity": None},
    "a weak profile": {"x_ocpp_transport": "plain"},
}


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_connect_answers_the_same_whether_or_not_what_is_empty_comes(
    shown: dict[str, Any], cp1: None
) -> None:
    context = authorize(**shown)["context"]
    told = {name: value for name, value in context.items() if value}
    assert told != context
    assert answer(told) == answer(context)
    assert answer(context)["statusCode"] != 503
