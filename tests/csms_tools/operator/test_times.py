import pytest

from csms_tools.commands import Wrong
from csms_tools.operator.times import moment, past
from tests.support import NOON


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("90s", "2026-06-01T12:01:30Z"),
        ("15m", "2026-06-01T12:15:00Z"),
        ("2h", "2026-06-01T14:00:00Z"),
        ("1d", "2026-06-02T12:00:00Z"),
        ("2026-06-01T13:00:00+02:00", "2026-06-01T13:00:00+02:00"),
    ],
)
def test_a_moment_is_so_far_from_now_or_a_time(text: str, at: str) -> None:
    assert moment("--until", text, NOON) == at


@pytest.mark.parametrize("text", ["soon", "15", "m", "-5m"])
def test_what_is_neither_is_told(text: str) -> None:
    with pytest.raises(Wrong, match=f"--until {text}: neither a time nor"):
        moment("--until", text, NOON)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2h", "2026-06-01T10:00:00Z"),
        ("2026-05-31", "2026-05-31T00:00:00Z"),
        ("2026-05-31T07:00", "2026-05-31T07:00:00Z"),
        ("2026-06-01T13:00:00+02:00", "2026-06-01T13:00:00+02:00"),
    ],
)
def test_what_is_past_is_so_long_ago_or_a_time_of_utc(text: str, at: str) -> None:
    assert past("--since", text, NOON) == at


@pytest.mark.parametrize("text", ["yesterday", "15", "2026-02-30"])
def test_what_is_no_time_is_told_before_anything_is_asked(text: str) -> None:
    with pytest.raises(Wrong, match=f"--since {text}: neither a time nor"):
        past("--since", text, NOON)
