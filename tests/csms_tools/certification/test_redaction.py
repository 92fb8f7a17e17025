"""What no output shows."""

import pytest

from csms_tools.certification.redaction import Redaction

KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f'[2,"1","ChangeConfiguration",{{"key":"AuthorizationKey","value":"{KEY}"}}]', KEY),
        (f'[2,"1","ChangeConfiguration",{{"value":"{KEY}","key":"authorizationkey"}}]', KEY),
        (f"{{'key': 'AuthorizationKey', 'value': '{KEY}'}}", KEY),
        (f'{{"key": "AuthorizationKey", "value": "{KEY}', KEY),
        ('{"key":"AuthorizationKey","value":"with\\"quote and more"}', "quote and more"),
        ("Authorization: Basic Q1AxOnNlY3JldA==", "Q1AxOnNlY3JldA"),
        ("Authorization: Bearer eyJhbGciOi.eyJzdWIi.x_y-z", "eyJhbGciOi"),
        ("-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----", "MHc"),
        ("-----BEGIN PRIVATE KEY-----\\nMHc\\n", "MHc"),
        ("ftp://user:password@logs.example/in", "password"),
    ],
)
def test_a_secret_goes_and_what_stands_around_it_stays(text: str, secret: str) -> None:
    shown = Redaction()(text)
    assert secret not in shown
    assert "…" in shown


def test_other_keys_of_a_configuration_stay() -> None:
    keys = '[{"key":"AuthorizationKey","value":"x"},{"key":"HeartbeatInterval","value":"60"}]'
    assert '"HeartbeatInterval","value":"60"' in Redaction()(keys)


def test_a_known_secret_goes_wherever_it_stands_and_however_it_is_spelled() -> None:
    redaction = Redaction(["sixteen-letters!"])
    for text in ("it is sixteen-letters!", f"it is {b'sixteen-letters!'.hex().upper()}"):
        assert redaction(text) == "it is …"


def test_what_a_frame_sets_is_known_from_then_on() -> None:
    redaction = Redaction()
    redaction.learn([f'[2,"1","ChangeConfiguration",{{"key":"AuthorizationKey","value":"{KEY}"}}]'])
    assert redaction(f"seen: {KEY}") == "seen: …"


def test_short_words_are_no_secrets() -> None:
    assert Redaction(["on"])("a connection") == "a connection"


def test_what_utf_8_cannot_spell_goes_too() -> None:
    assert Redaction()("\ud800").encode()
