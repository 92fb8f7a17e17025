import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.telemetry import MOST_CHARACTERS, REDACTED, logger, redacted

SECRET = "c3b0a1d2e4f5"
CHANGE = {"key": "AuthorizationKey", "value": SECRET}


@pytest.mark.parametrize(
    "frame",
    [
        [2, "1", "ChangeConfiguration", CHANGE],
        [2, "1", "ChangeConfiguration", {"value": SECRET, "key": "authorizationKEY"}],
        [3, "1", {"configurationKey": [{"key": "Other", "value": "7"}, CHANGE]}],
        [2, "1", "DataTransfer", {"vendorId": "x", "password": SECRET}],
        [2, "1", "DataTransfer", {"vendorId": "x", "Password": {"deep": [SECRET]}}],
        [2, "1", "DataTransfer", {"vendorId": "x", "data": json.dumps(CHANGE)}],
        [2, "1", "DataTransfer", {"vendorId": "x", "data": json.dumps([json.dumps(CHANGE)])}],
        [2, "1", "DataTransfer", {"vendorId": "x", "data": f"password={SECRET}"}],
    ],
)
def test_a_secret_is_taken_out_and_the_rest_stays(frame: list[object]) -> None:
    clean = redacted(json.dumps(frame))
    assert SECRET not in clean
    assert REDACTED in clean
    assert json.loads(clean)[:2] == frame[:2]


def test_other_values_of_a_configuration_stay() -> None:
    frame = [3, "1", {"configurationKey": [{"key": "HeartbeatInterval", "value": "300"}, CHANGE]}]
    assert '"300"' in redacted(json.dumps(frame))


@pytest.mark.parametrize(
    "frame", [f'[2,"1","X",{{"password":"{SECRET}"', f'{"[" * 100_000}"password","{SECRET}"']
)
def test_what_cannot_be_read_is_cut_where_its_secret_may_begin(frame: str) -> None:
    assert SECRET not in redacted(frame)
    assert redacted(frame).startswith(frame[:5])


def test_a_frame_without_secrets_stays_as_it_came() -> None:
    frame = ' [2, "1",  "Heartbeat", {}] '
    assert redacted(frame) == frame


def test_a_long_frame_is_cut() -> None:
    assert len(redacted("x" * 100_000)) == MOST_CHARACTERS
    assert len(redacted(json.dumps({"password": 1, "x": "y" * 100_000}))) == MOST_CHARACTERS


@given(st.text(), st.text())
def test_nothing_raises(before: str, after: str) -> None:
    assert len(redacted(f"{before}password{after}")) <= MOST_CHARACTERS


def test_a_log_is_ascii_so_that_half_of_a_surrogate_pair_can_be_written() -> None:
    record = logging.LogRecord("csms", logging.INFO, "", 0, "%s", ("\ud800 ü",), None)
    spelled = logger.registered_formatter.format(record)
    assert spelled.isascii()
    assert json.loads(spelled)["message"] == "\ud800 ü"
