"""Texts that a hostile charge point may send: CALLs, nearly CALLs, and anything at all."""

import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.hostile.oracle import OF_THE_CENTRAL_SYSTEM
from tests.hostile.payloads import JSON, REQUESTS, TEXT, valid, wrong

Draw = Callable[[SearchStrategy[Any]], Any]

OURS = st.sampled_from(sorted(OF_THE_CENTRAL_SYSTEM))
ACTIONS = OURS | st.sampled_from(REQUESTS)
IDS = TEXT | st.sampled_from(["", "7", "-1", "x" * 36, "x" * 37, "x" * 5_000, "ü" * 500, "null"])
NO_ACTIONS = TEXT | st.sampled_from(
    ["$connect", "$disconnect", "$default", "heartbeat", "Heartbeat ", "MakeCoffee", "ü" * 300]
)
HALVES = st.sampled_from(["\ud800", "\udfff", "a\udc00b", "\ude00\ud83d"])  # of surrogate pairs
ODD_NUMBERS = st.sampled_from(
    [
        *("NaN", "-Infinity", "01", "-", "1.", "9" * 5_000, "0." + "1" * 5_000, "-0", "0e9999999"),
        *("1e400", "-1E+400", "1e-400", "1e99999999999999999999", "1e-99999999999999999999"),
        *("7.0", "7e0", "70e-1", "1e18", "1e19", "9223372036854775807.0", "9223372036854775808.0"),
    ]
)
SPACE = st.text(" \t\n\r", max_size=2)
FOREIGN = st.sampled_from(["\ufeff", "\xa0", "\x00", "\u2003", "\x0b", "//", "'"])


def spelled(frame: Any, *, ascii_only: bool = True) -> str:
    text = json.dumps(frame, ensure_ascii=ascii_only)
    # half a surrogate pair cannot cross a wire but by an escape
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)


@st.composite
def calls(draw: Draw, actions: SearchStrategy[str] = OURS) -> list[Any]:
    """As the official schemas want them."""
    action = draw(actions)
    return [2, draw(IDS), action, draw(valid(action))]


@st.composite
def spelled_oddly(draw: Draw) -> str:
    """A proper CALL, but as nobody would write it."""
    kind, *more = draw(calls(ACTIONS))
    words = [str(kind), *(spelled(one, ascii_only=draw(st.booleans())) for one in more)]
    spaced = [draw(SPACE) + word + draw(SPACE) for word in words]
    text = f"[{','.join(spaced)}]{draw(SPACE)}"
    letter = draw(st.sampled_from("AaeH"))  # of an action or a name, perhaps
    if "\\" in text or draw(st.booleans()):
        return text
    return text.replace(letter, f"\\u{ord(letter):04x}", 1)


@st.composite
def wrong_payloads(draw: Draw) -> str:
    action = draw(OURS)
    text = spelled([2, draw(IDS), action, draw(wrong(action))])
    if draw(st.booleans()):
        return text
    # of two members of one name the last counts
    name = draw(st.sampled_from(["connectorId", "value", "idTag", "transactionId", "meterStart"]))
    return text.replace("}", f',"{name}":{draw(ODD_NUMBERS)}}}', 1)


@st.composite
def wrong_ids(draw: Draw) -> str:
    action, payload = draw(ACTIONS), draw(JSON)
    unique_id = draw(JSON | HALVES | IDS)
    return spelled([2, unique_id, action, payload], ascii_only=draw(st.booleans()))


@st.composite
def wrong_types(draw: Draw) -> str:
    kinds = ["-2", "2.0", "2e0", "02", "+2", '"2"', "true", "null", "[2]", "1", "5", "2" * 5_000]
    kind = draw(st.sampled_from(kinds) | JSON.map(spelled))
    return f"[{kind}{spelled(draw(calls()))[2:]}"


@st.composite
def wrong_elements(draw: Draw) -> str:
    frame = draw(calls(ACTIONS))
    match draw(st.integers(0, 4)):
        case 0:
            frame = frame[: draw(st.integers(0, 3))]
        case 1:
            frame += draw(st.lists(JSON, min_size=1, max_size=3))
        case 2:
            frame[2] = draw(JSON | NO_ACTIONS | HALVES)
        case 3:
            frame[3] = draw(JSON)
        case _:
            del frame[draw(st.integers(0, 3))]
    return spelled(frame)


@st.composite
def no_calls(draw: Draw) -> str:
    """CALLRESULTs and CALLERRORs, of nothing that was ever asked."""
    kind, name = draw(st.sampled_from([3, 4])), draw(IDS)
    rest = draw(st.lists(JSON | ACTIONS, max_size=4))
    return spelled([kind, name, *rest])


@st.composite
def cut_short(draw: Draw) -> str:
    text: str = draw(spelled_oddly())
    return text[: draw(st.integers(0, len(text) - 1) | st.integers(0, min(40, len(text) - 1)))]


@st.composite
def damaged(draw: Draw) -> str:
    """A CALL in which a few letters have been lost, doubled or replaced."""
    text: str = draw(spelled_oddly() | wrong_payloads())
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, min(len(text), 60)) | st.integers(0, len(text)))
        instead = draw(st.sampled_from(['"', "\\", "[", "]", "{", ",", ":", "\\u12", "\n"]) | TEXT)
        instead = draw(FOREIGN | st.just(instead))
        text = text[:place] + instead + text[place + draw(st.integers(0, 2)) :]
    return text


@st.composite
def nested_deep(draw: Draw) -> str:
    """Around the depth at which Python's JSON gives up, which depends on where it is called."""
    levels = draw(st.integers(850, 1_010) | st.sampled_from([100, 330, 500, 5_000]))
    deep = "[" * levels + "]" * levels
    shape = draw(
        st.sampled_from(
            [
                '[2,"deep","Heartbeat",{"a":%s}]',
                '[2,"deep",%s,{}]',
                '[2,%s,"Heartbeat",{}]',
                '[2,"deep","Authorize",{"idTag":%s}]',
                '[2,"deep","MeterValues",{"meterValue":%s}]',
                '[3,"deep",%s]',
                "%s",
            ]
        )
    )
    return str(shape % deep)


SAMPLES = '{"timestamp":"2026-06-01T08:00:00Z","sampledValue":[%s{"value":"1"}]}'
STOP = (
    '{"transactionId":1,"meterStop":1,"timestamp":"2026-06-01T08:00:00Z","transactionData":['
    + SAMPLES
    + "]}"
)


@st.composite
def large(draw: Draw) -> str:
    """As large as a message may be, by one thing or another."""
    shape, filler = draw(
        st.sampled_from(
            [
                ('[2,"%s","Heartbeat",{}]', "x"),
                ('[2,"large","%s",{}]', "ü"),
                ('[2,"large","Heartbeat",{"%s":1}]', "x"),
                ('[2,"large","DataTransfer",{"vendorId":"v","data":"%s"}]', "\\u00fc"),
                ('[2,"large","Authorize",{"idTag":"%s"}]', "x"),
                ('[2,"large","Heartbeat",{%s"":1}]', '"":1,'),
                ('[2,"large","Heartbeat",{"a":[%s1]}]', "1,"),
                (
                    f'[2,"large","MeterValues",{{"connectorId":1,"meterValue":[{SAMPLES}]}}]',
                    '{"value":1},',
                ),
                (f'[2,"large","StopTransaction",{STOP}]', '{"value":"1"},'),
                ("%s", '[2,"large",'),
                ("%s", " "),
            ]
        )
    )
    room = 128 * 1024 - len(shape) - draw(st.integers(0, 100_000))
    text = str(shape % (filler * (room // len(filler.encode()))))
    return text if draw(st.booleans()) else text[: draw(st.integers(0, len(text)))]


def garbage() -> SearchStrategy[str]:
    return st.text() | JSON.map(spelled) | st.tuples(FOREIGN, calls().map(spelled)).map("".join)


def anything() -> SearchStrategy[str]:
    return st.one_of(
        calls(ACTIONS).map(spelled),
        spelled_oddly(),
        wrong_payloads(),
        wrong_ids(),
        wrong_types(),
        wrong_elements(),
        no_calls(),
        cut_short(),
        damaged(),
        nested_deep(),
        garbage(),
    )
