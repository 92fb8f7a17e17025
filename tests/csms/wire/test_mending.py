from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.wire.meanings import (
    Descriptive,
    Flag,
    Identifier,
    Meaning,
    Moment,
    Number,
    Reading,
    Verbatim,
    Word,
)
from csms.wire.mending import MENDS, Kind, ReceiptTime, Unreadable, as_text, mended, number
from tests.support import NOON

WORDS = ("Available", "Preparing", "EVDisconnected")
ERROR = Word(otherwise="OtherError", missing="NoError")
STATUS = Word(essential=True, synonyms=(("Occupied", "Preparing"),))
KEPT = Word(kept=True)
OBJECT = {"a": [1, Decimal("0.5"), None, True, "ü"]}
JSON = '{"a":[1,0.5,null,true,"ü"]}'


def mend(meaning: Meaning, came: Any) -> tuple[Any, Kind]:
    return mended(meaning, came, WORDS, NOON)


@pytest.mark.parametrize(
    ("meaning", "came", "value", "kind"),
    [
        (Descriptive(3), "abcd", "abc", "TooLong"),
        (Descriptive(3), "üüüü", "üüü", "TooLong"),
        (Descriptive(3), 1234, "123", "NotText"),
        (Descriptive(9), True, "true", "NotText"),
        (Descriptive(9), Decimal("1.50"), "1.50", "NotText"),
        (Descriptive(9), 5 * "\ud800", 5 * "\ufffd", "NotText"),
        (Verbatim(3), "abcd", "abcd", "TooLong"),
        (Verbatim(3), 1234, "1234", "NotText"),
        (Verbatim(3), False, "false", "NotText"),
        (Verbatim(), OBJECT, JSON, "NotText"),
        (Verbatim(), [OBJECT], f"[{JSON}]", "NotText"),
        (Verbatim(), Decimal("1E+400"), "1E+400", "NotText"),
    ],
)
def test_a_text(meaning: Meaning, came: Any, value: str, kind: Kind) -> None:
    assert mend(meaning, came) == (value, kind)


@pytest.mark.parametrize(
    ("meaning", "came", "value", "kind"),
    [
        (ERROR, " available ", "Available", "Spelling"),
        (ERROR, "evdisconnected", "EVDisconnected", "Spelling"),
        (ERROR, "Vendor17", "OtherError", "UnknownWord"),
        (ERROR, 17, "OtherError", "UnknownWord"),
        (ERROR, ["Available"], "OtherError", "UnknownWord"),
        (STATUS, "OCCUPIED", "Preparing", "UnknownWord"),
        (STATUS, "PREPARING", "Preparing", "Spelling"),
        (KEPT, "volt", "volt", "UnknownWord"),
        (KEPT, " Volt ", " Volt ", "UnknownWord"),
        (KEPT, 17, "17", "UnknownWord"),
        (KEPT, "AVAILABLE", "Available", "Spelling"),
    ],
)
def test_a_word(meaning: Meaning, came: Any, value: str, kind: Kind) -> None:
    assert mend(meaning, came) == (value, kind)


@pytest.mark.parametrize(
    ("came", "value", "kind"),
    [
        ("5", 5, "NumberAsText"),
        (" 5 ", 5, "NumberAsText"),
        ("-5.0", -5, "NumberAsText"),
        ("+7.", 7, "NumberAsText"),
        (Decimal("5.0"), 5, "Fraction"),
        (Decimal("1E+3"), 1000, "Fraction"),
        (Decimal("0E+9999999"), 0, "Fraction"),
        (Decimal(2**63 - 1), 2**63 - 1, "Fraction"),
        (str(-(2**63)), -(2**63), "NumberAsText"),
    ],
)
def test_an_identifier(came: Any, value: int, kind: Kind) -> None:
    found, fault = mend(Identifier(), came)
    assert (found, type(found), fault) == (value, int, kind)


@pytest.mark.parametrize(
    "came",
    [
        *("1234,5", "1,000", "5.5", "0x5", "1e3", "five", "5 5", "--5", str(2**63), 20 * "9"),
        *(Decimal("1234.5"), Decimal("1E+30"), Decimal(2**63), 2**63, True, [5], {"a": 5}),
        *(Decimal("1E+400000000"), Decimal("1E-400000000")),
    ],
)
def test_an_identifier_is_never_guessed(came: Any) -> None:
    with pytest.raises(Unreadable) as unreadable:
        mend(Identifier(), came)
    assert unreadable.value.kind == "NotANumber"


@pytest.mark.parametrize(
    ("came", "value", "kind"),
    [
        (Decimal("4200.4"), 4200, "Fraction"),
        (Decimal("4200.5"), 4201, "Fraction"),
        (Decimal("4201.5"), 4202, "Fraction"),
        (Decimal("4200." + 60 * "0"), 4200, "Fraction"),
        (Decimal("1E-400000000"), 0, "Fraction"),
        (Decimal("0E+9999999"), 0, "Fraction"),
        ("0E+9999999", 0, "NumberAsText"),
        ("4200", 4200, "NumberAsText"),
        (" 4200.5 ", 4201, "NumberAsText"),
        ("4.2E+3", 4200, "NumberAsText"),
        ("4200,5", 4201, "DecimalComma"),
        ("4200,49", 4200, "DecimalComma"),
        ("1,2345", 1, "DecimalComma"),
    ],
)
def test_a_reading(came: Any, value: int, kind: Kind) -> None:
    found, fault = mend(Reading(), came)
    assert (found, type(found), fault) == (value, int, kind)


@pytest.mark.parametrize(
    "came",
    [
        *("1,234", "0,500", "1,2,3", ",5", "5,", "1_000", "NaN", "-Infinity", "4200 Wh", " "),
        *(2**63, Decimal("1E+19"), "1E+400000000", "1E+99999999999999999999"),
        *(True, False, [4200], {"value": 4200}),
    ],
)
def test_a_reading_that_is_no_number_or_two(came: Any) -> None:
    with pytest.raises(Unreadable) as unreadable:
        mend(Reading(), came)
    assert unreadable.value.kind == "NotANumber"


@pytest.mark.parametrize(
    ("came", "value", "kind"),
    [
        (Decimal("11.5"), Decimal("11.5"), "Fraction"),
        ("11.5", Decimal("11.5"), "NumberAsText"),
        ("11,5", Decimal("11.5"), "DecimalComma"),
    ],
)
def test_a_number(came: Any, value: Decimal, kind: Kind) -> None:
    assert mend(Number(), came) == (value, kind)


@pytest.mark.parametrize(
    ("came", "value"),
    [
        *((1, True), ("1", True), (" TRUE ", True), ("yes", True)),
        *((0, False), ("0", False), ("False", False), ("no", False)),
    ],
)
def test_a_flag(came: Any, value: bool) -> None:
    assert mend(Flag(), came) == (value, "NotTrueOrFalse")


@pytest.mark.parametrize("came", ["rw", 2, [], {}])
def test_a_flag_that_is_neither(came: Any) -> None:
    with pytest.raises(Unreadable) as unreadable:
        mend(Flag(), came)
    assert unreadable.value.kind == "NotTrueOrFalse"


@pytest.mark.parametrize("word", [Word(), STATUS])
def test_a_word_that_nothing_stands_for(word: Word) -> None:
    with pytest.raises(Unreadable) as unreadable:
        mend(word, "Broken")
    assert unreadable.value.kind == "UnknownWord"


@pytest.mark.parametrize(
    "meaning", [ERROR, STATUS, KEPT, Identifier(), Reading(), Number(), Flag()]
)
def test_empty_text_is_neither_a_word_nor_a_number(meaning: Meaning) -> None:
    with pytest.raises(Unreadable) as unreadable:
        mend(meaning, "")
    assert unreadable.value.kind == "Empty"


@pytest.mark.parametrize(
    "came",
    [
        "2026-06-01T14:00:00+02",
        "2026-06-01T14:00:00 +02:00",
        "2026-06-01 14:00:00 +0200",
        "2026-06-01T14:00:00.000000000+02:00",
        "2026-06-01 12:00:00",
        "2026-06-01 12:00",
        "2026-06-01T12:00Z",
        "2026-06-01t12:00:00z",
        " 2026-06-01T12:00:00 Z ",
        "2026-06-01T12:00:00,000Z",
        "20260601T120000Z",
        "2026-W23-1T12:00:00Z",
        "2026-06-01T12",
    ],
)
def test_a_moment_in_any_form_of_iso_8601(came: str) -> None:
    moment, kind = mend(Moment(), came)
    assert (moment, kind) == (NOON, "TimeFormat")
    assert moment.tzinfo is UTC
    assert not isinstance(moment, ReceiptTime)


@pytest.mark.parametrize(
    ("came", "moment"),
    [
        ("20260601", datetime(2026, 6, 1, tzinfo=UTC)),
        ("2026-06-30T23:59:60Z", datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)),
        ("2026-06-30T23:59:60.5Z", datetime(2026, 6, 30, 23, 59, 59, 500_000, tzinfo=UTC)),
        ("2026-06-01T24:00:00Z", datetime(2026, 6, 2, tzinfo=UTC)),
        ("2026-06-01 24:00+02", datetime(2026, 6, 1, 22, tzinfo=UTC)),
    ],
)
def test_a_moment_at_the_edge_of_a_calendar(came: str, moment: datetime) -> None:
    assert mend(Moment(), came) == (moment, "TimeFormat")


@pytest.mark.parametrize(
    "came",
    [
        *("", " ", "null", "0000-00-00T00:00:00Z", "2026-02-30T12:00:00Z", "2026-13-01T12:00:00Z"),
        *("12:00", "2026-06-01T25:00:00Z", "1780315200", "1780315200000", "01/06/2026 12:00"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T24:00:00Z"),
        *("2026-06-01T24:00:01Z", None, 1780315200, Decimal("1780315200.5"), True, [], {}),
    ],
)
def test_the_time_of_receipt_stands_for_what_no_calendar_has(came: Any) -> None:
    moment, kind = mend(Moment(), came)
    assert (moment, kind) == (NOON, "NoTime")
    assert isinstance(moment, ReceiptTime)


def test_a_time_of_receipt_is_the_same_moment() -> None:
    at = datetime(2026, 6, 1, 12, 0, 0, 123_000, tzinfo=UTC)
    assert ReceiptTime.of(at) == at


@pytest.mark.parametrize("text", ["1,234", "one", "", "1_0", "1 0"])
def test_what_may_be_a_thousand_is_no_number(text: str) -> None:
    assert number(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_as_it_is(value: Decimal) -> None:
    assert number(f" {value} ") == value


def test_a_text_is_itself_and_all_else_its_json() -> None:
    assert as_text('"quoted"') == '"quoted"'
    assert as_text(None) == "null"
    assert as_text(OBJECT) == JSON


JSON_VALUES = st.recursive(
    st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
ALL = [*(meaning() for meaning in MENDS), ERROR, STATUS, KEPT, Moment()]


@given(st.sampled_from(ALL), JSON_VALUES)
def test_nothing_else_is_ever_raised_and_the_same_comes_of_the_same(
    meaning: Meaning, came: Any
) -> None:
    try:
        first = mend(meaning, came)
    except Unreadable:
        return
    assert mend(meaning, came) == first
