"""What is asked for: for which client, where it leads, and that nobody else redeems the code."""

import pytest

from csms_tools.local.http_api.authorization_request import BadRequest, asked_for
from tests.csms_tools.local.http_api.support import ASKED
from tests.support import NOON


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "other"},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": "http://localhost.evil.example/"},
        {"redirect_uri": "http://localhost@evil.example/"},
        {"redirect_uri": "http://evil.example\\@localhost/"},
        {"redirect_uri": "http://localhost:1@localhost/"},
        {"redirect_uri": "http://localhost/\r\nSet-Cookie: a=b"},
        {"redirect_uri": "http://localhost:port/"},
        {"redirect_uri": "http://localhost/#x"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
    ],
)
def test_nobody_is_sent_where_a_sign_in_does_not_lead(wrong: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        asked_for(ASKED | wrong, NOON)
