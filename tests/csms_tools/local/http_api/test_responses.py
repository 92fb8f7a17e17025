"""What becomes of a function's answer: payload format 2.0."""

import base64
from typing import Any

import pytest

from csms_tools.local.http_api.responses import Malformed, response


def body(result: Any) -> bytes:
    sent = response(result).body
    assert isinstance(sent, bytes)
    return sent


@pytest.mark.parametrize(
    ("result", "text"),
    [({"id": "CP1"}, b'{"id": "CP1"}'), ([1], b"[1]"), (None, b"null"), ("text", b"text")],
)
def test_a_result_without_a_status_is_a_body_of_json(result: Any, text: bytes) -> None:
    answer = response(result)
    assert (answer.status, answer.content_type, body(result)) == (200, "application/json", text)


def test_status_headers_cookies_and_body_are_taken_over() -> None:
    answer = response(
        {
            "statusCode": 202,
            "headers": {"Location": "/commands/1", "X-Count": 3, "Content-Length": "999"},
            "cookies": ["a=1; Secure", "b=2"],
            "body": "é",
        }
    )
    assert (answer.status, answer.body) == (202, "é".encode())
    assert (answer.headers["Location"], answer.headers["X-Count"]) == ("/commands/1", "3")
    assert answer.headers.getall("Set-Cookie") == ["a=1; Secure", "b=2"]
    assert answer.headers.get("Content-Length") in (None, "2")


def test_a_body_is_text_unless_a_header_says_otherwise() -> None:
    assert response({"statusCode": "200", "body": "x"}).content_type == "text/plain"
    typed = {"statusCode": 200, "headers": {"content-type": "text/html"}, "body": "x"}
    assert response(typed).headers.getall("Content-Type") == ["text/html"]


def test_base64_is_bytes() -> None:
    encoded = base64.b64encode(b"\xff\x00").decode()
    assert body({"statusCode": 200, "body": encoded, "isBase64Encoded": True}) == b"\xff\x00"


def test_no_body_is_an_empty_one() -> None:
    assert body({"statusCode": 204}) == b""


@pytest.mark.parametrize(
    "result",
    [
        {"statusCode": "many"},
        {"statusCode": None},
        {"statusCode": 101},
        {"statusCode": 600},
        {"statusCode": 200, "body": {"not": "text"}},
        {"statusCode": 200, "body": "é", "isBase64Encoded": True},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": {"a": ["b"]}},
        {"statusCode": 200, "headers": {"a": "b\r\nc: d"}},
        {"statusCode": 200, "body": "x" * 6_291_557},
    ],
)
def test_of_anything_else_no_response_can_be_made(result: Any) -> None:
    with pytest.raises(Malformed):
        response(result)
