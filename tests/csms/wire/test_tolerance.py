"""What a fault costs; how each kind of it is mended is told by the tests of `mending`."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import Field

from csms.wire.errors import OcppError
from csms.wire.meanings import Descriptive, Flag, Identifier, Reading, Word
from csms.wire.mending import ReceiptTime
from csms.wire.ocpp16 import Integer, Payload, Text, Timestamp
from csms.wire.tolerance import Deviation, Reader
from tests.support import NOON

LATER = NOON + timedelta(hours=1)
SPELLED = "2026-06-01T12:00:00Z"

Mood = Literal["Good", "Bad"]


class Note(Payload):
    text: Text
    loud: Annotated[bool, Flag(missing=False)] = False
    at: Timestamp | None = None


class Song(Payload):
    number: Integer
    length: Annotated[Integer | None, Reading()]
    verse: Annotated[Integer, Identifier(essential=True)] | None = None
    mood: Annotated[Mood, Word(otherwise="Bad", missing="Good")]
    ended: Annotated[Mood | None, Word(essential=True)]
    title: Annotated[str, Descriptive(5)] | None = None
    at: Timestamp
    notes: Annotated[list[Note] | None, Field(min_length=1)]
    last: Note | None = None


class Pair(Payload):
    ONE_OF: ClassVar = (("left", "right"),)

    left: Annotated[str, Descriptive(5)] | None
    right: Annotated[str, Descriptive(5)] | None


RIGHT: dict[str, Any] = {
    "number": 1,
    "length": 180,
    "mood": "Good",
    "ended": "Good",
    "at": SPELLED,
    "notes": [{"text": "la"}],
}


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in RIGHT.items() if name not in names}


def read(payload: Any) -> tuple[Song, dict[str, str]]:
    """The song, and its faults: their kinds by their places."""
    reader = Reader(LATER)
    song = reader.read(Song, payload)
    kinds: dict[str, str] = {
        ".".join(map(str, place)): one.kind for place, one in reader.deviations.items()
    }
    return song, kinds


def test_what_is_right_is_read_as_it_is_without_a_fault() -> None:
    assert read(RIGHT) == (Song.model_validate(RIGHT), {})


@pytest.mark.parametrize(
    ("change", "meant", "kinds"),
    [
        ({"number": "1"}, {}, {"number": "NumberAsText"}),
        ({"length": "abc"}, {"length": None}, {"length": "NotANumber"}),
        ({"length": None}, {"length": None}, {"length": "Null"}),
        ({"length": ""}, {"length": None}, {"length": "Empty"}),
        ({"verse": None}, {}, {"verse": "Null"}),
        ({"verse": "2"}, {"verse": 2}, {"verse": "NumberAsText"}),
        ({"mood": "sad"}, {"mood": "Bad"}, {"mood": "UnknownWord"}),
        ({"mood": None}, {"mood": "Good"}, {"mood": "Null"}),
        ({"mood": ""}, {"mood": "Good"}, {"mood": "Empty"}),
        ({"ended": "sad"}, {"ended": None}, {"ended": "UnknownWord"}),
        ({"title": "a ballad"}, {"title": "a bal"}, {"title": "TooLong"}),
        ({"title": None}, {}, {"title": "Null"}),
        ({"title": ""}, {"title": ""}, {}),
        ({"colour": "red"}, {}, {"colour": "UnknownMember"}),
        ({"Number": 7}, {}, {"Number": "UnknownMember"}),
        ({"notes": {"text": "la"}}, {}, {"notes": "NotAList"}),
        ({"notes": []}, {"notes": None}, {"notes": "Empty"}),
        ({"notes": None}, {"notes": None}, {"notes": "Null"}),
        ({"last": "la"}, {}, {"last": "Unreadable"}),
        ({"last": {}}, {}, {"last": "Unreadable"}),
        ({"last": None}, {}, {"last": "Null"}),
    ],
)
def test_a_fault_costs_the_member_that_has_it(
    change: dict[str, Any], meant: dict[str, Any], kinds: dict[str, str]
) -> None:
    song, found = read(RIGHT | change)
    expected = Song.model_validate(RIGHT).model_copy(update=meant)
    assert (song, found) == (expected, kinds)


def test_what_is_missing_may_be_lacking_or_has_something_in_its_place() -> None:
    song, kinds = read(without("length", "mood", "at", "notes"))
    assert (song.length, song.mood, song.notes) == (None, "Good", None)
    assert song.at == LATER
    assert isinstance(song.at, ReceiptTime)
    assert kinds == {"length": "Missing", "mood": "Missing", "at": "NoTime", "notes": "Missing"}


@pytest.mark.parametrize(
    ("payload", "code", "member"),
    [
        (without("number"), "OccurenceConstraintViolation", "number"),
        (RIGHT | {"number": None}, "OccurenceConstraintViolation", "number"),
        (RIGHT | {"number": "one"}, "TypeConstraintViolation", "number"),
        (RIGHT | {"number": Decimal("1234.5")}, "TypeConstraintViolation", "number"),
        (RIGHT | {"verse": "one"}, "TypeConstraintViolation", "verse"),
        (RIGHT | {"verse": ""}, "TypeConstraintViolation", "verse"),
        (RIGHT | {"verse": Decimal("0.5")}, "TypeConstraintViolation", "verse"),
        (without("ended"), "OccurenceConstraintViolation", "ended"),
        (RIGHT | {"ended": None}, "OccurenceConstraintViolation", "ended"),
        (RIGHT | {"ended": ""}, "PropertyConstraintViolation", "ended"),
        ([RIGHT], "TypeConstraintViolation", "no object"),
    ],
)
def test_without_an_essential_member_there_is_no_message(
    payload: Any, code: str, member: str
) -> None:
    with pytest.raises(OcppError, match=member) as refused:
        read(payload)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "payload", [{"left": "a"}, {"right": "a", "left": None}, {"left": 7}, {"left": ""}]
)
def test_of_two_one_is_enough(payload: dict[str, Any]) -> None:
    assert isinstance(Reader(NOON).read(Pair, payload), Pair)


@pytest.mark.parametrize("payload", [{}, {"left": None}, {"left": None, "right": None, "up": "a"}])
def test_of_two_none_is_too_few(payload: dict[str, Any]) -> None:
    with pytest.raises(OcppError, match="left") as refused:
        Reader(NOON).read(Pair, payload)
    assert refused.value.code == "OccurenceConstraintViolation"


def test_an_element_that_cannot_be_read_is_dropped_and_the_others_count() -> None:
    right = [{"text": "la"}, {"text": 7}, {"text": "lo", "x": 1}]
    notes: list[Any] = [right[0], "li", None, {"loud": True}, right[1], [], right[2]]
    song, kinds = read(RIGHT | {"notes": notes})
    assert [note.text for note in song.notes or ()] == ["la", "7", "lo"]
    dropped = ["notes.1", "notes.2", "notes.3", "notes.5"]
    assert [place for place, kind in kinds.items() if kind == "Unreadable"] == dropped
    assert kinds["notes.4.text"] == "NotText"
    assert kinds["notes.6.x"] == "UnknownMember"


def test_a_list_of_which_nothing_can_be_read_is_none() -> None:
    song, kinds = read(RIGHT | {"notes": ["la", 7]})
    assert song.notes is None
    assert kinds == {"notes.0": "Unreadable", "notes.1": "Unreadable", "notes": "Empty"}


@pytest.mark.parametrize(
    ("note", "loud"), [({"loud": 1}, True), ({"loud": "rw"}, False), ({"loud": None}, False)]
)
def test_a_flag_that_is_neither_has_its_meaning(note: dict[str, Any], loud: bool) -> None:
    song, _ = read(RIGHT | {"last": note | {"text": "la"}})
    assert song.last
    assert song.last.loud is loud


@pytest.mark.parametrize("came", ["yesterday", ""])
def test_a_time_that_may_be_lacking_is_one_of_receipt_if_it_is_none(came: str) -> None:
    song, kinds = read(RIGHT | {"last": {"text": "la", "at": came}})
    assert song.last
    assert isinstance(song.last.at, ReceiptTime)
    assert kinds == {"last.at": "NoTime"}


def test_a_fault_is_named_without_the_places_in_lists_and_kept_as_it_came() -> None:
    reader = Reader(NOON)
    reader.read(Song, RIGHT | {"notes": [{"text": "la"}, {"text": 7}], "\ud800": {"a": 1}})
    assert reader.deviations == {
        ("notes", 1, "text"): Deviation("notes.text", "NotText", 7),
        ("\ud800",): Deviation("\ufffd", "UnknownMember", {"a": 1}),
    }
