import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from csms.wire.meter_values import SampledValue
from csms.wire.ocpp16 import IdTagInfo, Timestamp, spell_time
from tests.support import NOON

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(  # a day less than there is, for every zone's sake
    datetime(1, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=ZONES,
)
read = TypeAdapter(Timestamp).validate_python


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-01T12:00:00Z",
        "2026-06-01T12:00:00.000Z",
        "2026-06-01T12:00:00.000000000Z",
        "2026-06-01T12:00Z",
        "2026-06-01T12:00:00",
        "2026-06-01T14:00:00+02:00",
        "2026-06-01T14:00:00+0200",
        "2026-05-31T23:30:00-12:30",
        "2026-06-01 12:00:00Z",
        "2026-06-01t12:00:00z",
    ],
)
def test_a_time_is_understood_however_a_charge_point_spells_it(text: str) -> None:
    assert read(text) == NOON


def test_a_time_without_a_zone_is_utc_wherever_we_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert read("2026-06-01T12:00:00") == NOON
        assert spell_time(NOON) == "2026-06-01T12:00:00.000Z"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "text", ["", "now", "1780315200", "-5", "1.5", "12:00", "2026-13-01T00:00:00Z", 0, 1.5, True]
)
def test_what_is_no_time_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        read(text)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_time_beyond_all_calendars_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read(text)


@given(TIMES)
def test_a_time_is_spelled_in_utc_and_read_as_the_same_millisecond(at: datetime) -> None:
    spelled = spell_time(at)
    assert spelled.endswith("Z")
    assert read(spelled) == at.replace(microsecond=at.microsecond // 1000 * 1000)


@given(TIMES)
def test_every_spelling_of_a_moment_is_one_moment(at: datetime) -> None:
    assert read(at.isoformat()) == read(at.astimezone(UTC).isoformat()) == at


def test_an_optional_field_without_a_value_is_left_out_and_the_order_is_the_schemas() -> None:
    assert IdTagInfo(status="Invalid").to_wire() == {"status": "Invalid"}
    full = IdTagInfo(status="Accepted", parent_id_tag="GROUP", expiry_date=NOON)
    assert list(full.to_wire().items()) == [
        ("expiryDate", "2026-06-01T12:00:00.000Z"),
        ("parentIdTag", "GROUP"),
        ("status", "Accepted"),
    ]


@pytest.mark.parametrize("value", ["\ud800", "4\udfff2"])
def test_half_of_a_surrogate_pair_is_no_text_of_any_length(value: str) -> None:
    with pytest.raises(ValidationError) as fault:
        SampledValue(value=value)
    assert fault.value.errors()[0]["type"] == "string_unicode"
    with pytest.raises(ValidationError) as fault:
        IdTagInfo(status="Accepted", parent_id_tag=value)
    assert fault.value.errors()[0]["type"] == "string_unicode"
