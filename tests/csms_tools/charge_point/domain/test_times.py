from datetime import UTC, datetime, timedelta, timezone

import pytest

from csms_tools.charge_point.domain import times


def test_a_moment_is_spelled_in_utc_with_a_z() -> None:
    east = timezone(timedelta(hours=2))
    assert times.spell(datetime(2026, 1, 1, 2, tzinfo=east)) == "2026-01-01T00:00:00.000Z"


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-01T10:00:00Z",
        "2026-01-01T10:00:00.000Z",
        "2026-01-01T12:00:00+02:00",
        "2026-01-01T10:00Z",
        "2026-01-01T10:00:00",
    ],
)
def test_offsets_fractions_and_missing_seconds_are_read(text: str) -> None:
    assert times.parse(text) == datetime(2026, 1, 1, 10, tzinfo=UTC)
