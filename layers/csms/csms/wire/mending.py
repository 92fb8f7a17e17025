"""How one value is mended, by what it means: the table at the end says how."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Literal

from csms.wire.meanings import (
    Descriptive,
    Flag,
    Identifier,
    Meaning,
    Moment,
    Number,
    Reading,
    Text,
    Verbatim,
    Word,
)
from csms.wire.serialization import to_json_types, whole

Kind = Literal[
    "DecimalComma",
    "Empty",
    "Fraction",
    "Missing",
    "NoTime",
    "NotAList",
    "NotANumber",
    "NotText",
    "NotTrueOrFalse",
    "Null",
    "NumberAsText",
    "Spelling",
    "TimeFormat",
    "TooLong",
    "UnknownMember",
    "UnknownWord",
    "Unreadable",
]
"""Kinds of faults, as operators see them."""

Mended = tuple[Any, Kind]

_WHOLE = re.compile(r"[+-]?\d{1,19}(\.0*)?")
_COMMA = re.compile(r"[+-]?\d+,(?!\d{3}$)\d+")  # 1,234 may be a thousand and more
_OFFSET = re.compile(r"\s+(?=[+-]\d{1,2}(:?\d\d)?$|Z$)")
_END_OF_DAY = re.compile(r"(?<=[T ])24(?=:?00(:?00([.,]0+)?)?([-+Z]|$))")
_SIXTIETH_SECOND = re.compile(r"(?<=:\d\d):60(?=\D|$)")
_LARGEST = 2**63


class Unreadable(Exception):
    """No value can be made of it that would not be a guess."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind = kind


class ReceiptTime(datetime):
    """The time of receipt, where a charge point told none that a calendar has."""

    @classmethod
    def of(cls, at: datetime) -> "ReceiptTime":
        return cls.fromtimestamp(at.timestamp(), UTC)


def mended(meaning: Meaning, came: Any, words: Sequence[str], at: datetime) -> Mended:
    """A value in the place of one that is not as its schema says, and what was wrong with it.

    `words`: those that a Word may be; `at` is when the message was received. Raises Unreadable.
    """
    if came == "" and not isinstance(meaning, Text | Moment):
        raise Unreadable("Empty")
    match meaning:
        case Word():
            return _word(meaning, as_text(came), words)
        case Moment():
            return _moment(came, at)
        case _:
            return MENDS[type(meaning)](meaning, came)


def as_text(came: Any) -> str:
    """As it is written in JSON, a string without its quotes."""
    match came:
        case str():
            return whole(came)
        case Decimal():
            return str(came)
        case _:
            return json.dumps(to_json_types(came), separators=(",", ":"), ensure_ascii=False)


def number(text: str) -> Decimal | None:
    """A number as charge points write it, with spaces around it or a decimal comma."""
    text = text.strip()
    if _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        return Decimal(text) if "_" not in text else None
    except InvalidOperation:
        return None


def _text(meaning: Text, came: Any) -> Mended:
    text = as_text(came)
    kind: Kind = "NotText" if text != came else "TooLong"
    return (text[: meaning.longest] if isinstance(meaning, Descriptive) else text), kind


def _word(meaning: Word, came: str, words: Sequence[str]) -> Mended:
    folded = came.strip().casefold()
    for word in words:
        if word.casefold() == folded:
            return word, "Spelling"
    for synonym, word in meaning.synonyms:
        if synonym.casefold() == folded:
            return word, "UnknownWord"
    if meaning.kept:
        return came, "UnknownWord"
    if meaning.otherwise is None:
        raise Unreadable("UnknownWord")
    return meaning.otherwise, "UnknownWord"


def _identifier(_: Meaning, came: Any) -> Mended:
    match came:
        case str() if _WHOLE.fullmatch(came.strip()):
            return _in_range(Decimal(came.strip())), "NumberAsText"
        case Decimal() if not came or (came.adjusted() < 19 and came == came.to_integral_value()):
            return _in_range(came), "Fraction"
        case _:
            raise Unreadable("NotANumber")


def _reading(_: Meaning, came: Any) -> Mended:
    value, kind = _number(_, came)
    if not value:
        return 0, kind
    if value.adjusted() > 19:
        raise Unreadable("NotANumber")
    return _in_range(value.quantize(Decimal(1), ROUND_HALF_UP)), kind


def _number(_: Meaning, came: Any) -> Mended:
    if isinstance(came, Decimal):
        return came, "Fraction"
    found = number(came) if isinstance(came, str) else None
    if found is None or not found.is_finite():
        raise Unreadable("NotANumber")
    return found, "DecimalComma" if "," in came else "NumberAsText"


def _in_range(value: Decimal) -> int:
    if not -_LARGEST <= value < _LARGEST:
        raise Unreadable("NotANumber")
    return int(value) if value else 0  # 0E+9999999 has ten million digits


def _flag(_: Meaning, came: Any) -> Mended:
    match as_text(came).strip().casefold():
        case "1" | "true" | "yes":
            return True, "NotTrueOrFalse"
        case "0" | "false" | "no":
            return False, "NotTrueOrFalse"
        case _:
            raise Unreadable("NotTrueOrFalse")


def _moment(came: Any, at: datetime) -> Mended:
    """Every form of ISO 8601; no zone means UTC (§3.14), a leap second is the one before."""
    text = came.strip().upper() if isinstance(came, str) else ""
    text = _SIXTIETH_SECOND.sub(":59", _OFFSET.sub("", text))
    text, days = _END_OF_DAY.subn("00", text)
    try:
        if not text.isdigit() or len(text) == len("20260601"):
            moment = datetime.fromisoformat(text) + timedelta(days=days)
            return (
                moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
            ), "TimeFormat"
    except (ValueError, OverflowError):
        pass
    return ReceiptTime.of(at), "NoTime"


MENDS: dict[type[Meaning], Callable[[Any, Any], Mended]] = {
    Descriptive: _text,
    Verbatim: _text,
    Identifier: _identifier,
    Reading: _reading,
    Number: _number,
    Flag: _flag,
}
