"""Valid payloads damaged in any members, each as real charge points do it, any number at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.hostile.payloads import Draw, Payload, Schema, official, valid

Place = tuple[str | int, ...]

TIMES = [
    *("0000-00-00T00:00:00.000Z", "2026-02-30T12:00:00Z", "", "now", "2026-06-01T12:00:00+03"),
    *("2026-06-01 12:00:00Z", "2026-06-01T12:00", 1780315200, "0001-01-01T00:00:00+14:00"),
    *("2026-06-01T23:59:60Z", "20260601T120000Z"),
]
NUMBERS = ["5", "5.0", 5.0, 5.5, "5.5", "5,5", "1,234", "x", "", True, 10**30, "12 Wh", [], "1e3"]


@dataclass(frozen=True)
class Damaged:
    """`payload` with what stands at `places` damaged; `sound` is as it was before."""

    action: str
    payload: Payload
    sound: Payload
    places: frozenset[Place]

    def undamaged(self, *place: str | int) -> bool:
        """It, what it stands in, and what stands in it."""
        return not any(
            each[: len(place)] == place or place[: len(each)] == each for each in self.places
        )


@st.composite
def damaged(draw: Draw, action: str) -> Damaged:
    sound, payload = draw(valid(action)), None
    places = [place for place, _ in members(sound, official(action))]
    chosen = (
        draw(st.lists(st.sampled_from(places), min_size=1, max_size=4, unique=True))
        if places
        else []
    )
    schemas = dict(members(sound, official(action)))
    payload = _copy(sound)
    done = set()
    # what stands deepest is damaged first: what it stands in may be replaced
    for place in sorted(chosen, key=len, reverse=True):
        holder = payload
        for step in place[:-1]:
            holder = holder[step]
        way = draw(_ways(schemas[place], holder[place[-1]]))
        if way == "MISSING" and isinstance(place[-1], str):
            del holder[place[-1]]
        else:
            holder[place[-1]] = None if way == "MISSING" else way
        done.add(place)
    if draw(st.booleans()):
        payload[draw(st.sampled_from(["vendorSays", "id_tag", "\ud800"]))] = draw(
            st.sampled_from([1, None, "x", {"y": []}])
        )
    return Damaged(action, payload, sound, frozenset(done))


def members(value: Any, schema: Schema, place: Place = ()) -> Iterator[tuple[Place, Schema]]:
    """Every member and every element of a list, however deep."""
    match value:
        case dict():
            inner = [(name, one, schema["properties"][name]) for name, one in value.items()]
        case list():
            inner = [(number, one, schema["items"]) for number, one in enumerate(value)]
        case _:
            return
    for step, one, its_schema in inner:
        yield (*place, step), its_schema
        yield from members(one, its_schema, (*place, step))


def _ways(schema: Schema, value: Any) -> SearchStrategy[Any]:
    ways: list[Any] = ["MISSING", None, 7, {"x": 1}]
    if "enum" in schema:
        ways += [f" {value} ", str(value).upper(), "Car full", "Occupied", "", 2.5, True]
    elif schema["type"] == "array":
        ways += [[], "x", [*value, 5, None, "x"], value[0] if len(value) == 1 else [value]]
    elif schema["type"] == "integer":
        ways += NUMBERS
    elif schema.get("format") == "date-time":
        ways += TIMES
    elif schema["type"] == "string":
        longest = schema.get("maxLength", 60)
        ways += ["y" * (longest + 2), "A\x00\x1f", "\ud800z", 12, 0.5, False, "", " 1,5 "]
    return st.sampled_from(ways)


def _copy(value: Any) -> Any:
    match value:
        case dict():
            return {name: _copy(one) for name, one in value.items()}
        case list():
            return [_copy(one) for one in value]
        case _:
            return value


# ── What may still be refused ──


def lacks_an_essential(action: str, payload: Payload) -> bool:
    """As docs/operators-api.md lists it: nothing else may be refused."""
    match action:
        case "Authorize":
            return payload.get("idTag") is None
        case "StartTransaction":
            return payload.get("idTag") is None or not is_whole(payload.get("connectorId"))
        case "StatusNotification":
            return not is_whole(payload.get("connectorId")) or _no_word(payload.get("status"))
        case "StopTransaction" | "MeterValues":
            number = payload.get("transactionId")
            return number is not None and not is_whole(number)
        case "SecurityEventNotification":
            return payload.get("type") is None
        case "DataTransfer":
            return payload.get("vendorId") is None
        case "SignCertificate":
            return payload.get("csr") is None
        case "BootNotification":
            names = ("chargePointVendor", "chargePointModel")
            return all(payload.get(name) is None for name in names)
        case "Heartbeat":
            return False
        case _:
            return _no_word(payload.get("status"))


def is_whole(value: Any) -> bool:
    """Whether it names a number and no other."""
    match value:
        case bool() | None:
            return False
        case int() | float():
            return value == int(value) and -(2**63) <= value < 2**63
        case str():
            text = value.strip().removeprefix("-").removeprefix("+")
            whole, _, rest = text.partition(".")
            digits = whole.isascii() and whole.isdigit() and not rest.strip("0")
            return digits and abs(Decimal(value.strip())) < 2**63
        case _:
            return False


def _no_word(value: Any) -> bool:
    return value is None or value == ""
