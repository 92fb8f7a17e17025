import pytest

from csms_tools.commands import Wrong
from csms_tools.operator.times import moment
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
