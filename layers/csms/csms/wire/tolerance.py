"""What a fault in a message costs: the member that is at fault, and nothing beside it (C-12).

Each member is read by itself. One that is not as its schema says is mended by what it means
(`csms.wire.mending`); one that cannot be is left out; and only without an essential one is the
message refused. OCPP 1.6 §4.8 and §4.10 forbid to let a sanity check keep a message about a
transaction from its answer, and real charge points repeat for ever what is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from csms.wire.errors import OcppError, missing, violation
from csms.wire.meanings import Flag, Identifier, Moment, Word
from csms.wire.members import Member, members_of
from csms.wire.mending import Kind, Unreadable, as_text, mended

M = TypeVar("M", bound=BaseModel)
Place = tuple[str | int, ...]

_ABSENT: Any = object()


@dataclass(frozen=True)
class Deviation:
    """One fault: `member` is named without the places in lists, `came` is the value as it came."""

    member: str
    kind: Kind
    came: Any


@dataclass
class Reader:
    """Reads one message that was received `at` a time; `deviations` are its faults, by place."""

    at: datetime
    deviations: dict[Place, Deviation] = field(default_factory=dict)

    def read(self, model: type[M], payload: Any, place: Place = ()) -> M:
        """Raises OcppError for want of something essential."""
        if not isinstance(payload, Mapping):
            raise OcppError("TypeConstraintViolation", f"{_spelled(place)}: is no object")
        members = members_of(model)
        for name in payload.keys() - {member.alias for member in members}:
            self._note((*place, name), "UnknownMember", payload[name])
        values = {}
        for member in members:
            came = payload.get(member.alias, _ABSENT)
            value = self._value(member, came, (*place, member.alias))
            if value is not _ABSENT:
                values[member.name] = value
        there = {member.alias for member in members if values.get(member.name) is not None}
        for aliases in getattr(model, "ONE_OF", ()):
            if there.isdisjoint(aliases):
                raise missing(_spelled((*place, aliases[0])))
        return model.model_construct(**values)

    def _value(self, member: Member, came: Any, place: Place) -> Any:
        """_ABSENT where it is left out."""
        if came is _ABSENT:
            return self._without(member, "Missing", None, place) if member.required else _ABSENT
        if came is None:
            return self._without(member, "Null", None, place)
        if member.element:
            return self._list(member, member.element, came, place)
        if member.model:
            return self._object(member, member.model, came, place)
        try:
            return member.adapter.validate_python(came)
        except ValidationError as error:
            fault = violation(error, place)
        assert member.meaning  # only lists and objects have none
        try:
            value, kind = mended(member.meaning, came, member.words, self.at)
        except Unreadable as unreadable:
            if isinstance(member.meaning, Identifier) and member.meaning.essential:
                raise fault from None
            return self._without(member, unreadable.kind, came, place, fault)
        self._note(place, kind, came)
        return value

    def _list(self, member: Member, element: Member, came: Any, place: Place) -> Any:
        if not isinstance(came, list):
            self._note(place, "NotAList", came)
        given = came if isinstance(came, list) else [came]
        elements = []
        for number, one in enumerate(given):
            there = (*place, number)
            try:
                value = self._value(element, one, there)
            except OcppError:
                self._note(there, "Unreadable", one)
            else:
                elements.append(value)
        if elements or (not given and not member.filled):
            return elements
        return self._without(member, "Empty", came, place)

    def _object(self, member: Member, model: type[BaseModel], came: Any, place: Place) -> Any:
        try:
            return self.read(model, came, place)
        except OcppError as fault:
            return self._without(member, "Unreadable", came, place, fault)

    def _without(
        self, member: Member, kind: Kind, came: Any, place: Place, fault: OcppError | None = None
    ) -> Any:
        """What stands in the place of a member that is not there, or not to be read."""
        meaning, there = member.meaning, kind not in ("Missing", "Null", "Empty")
        if isinstance(meaning, Word) and meaning.missing is not None and not there:
            value: Any = meaning.missing
        elif isinstance(meaning, Flag) and meaning.missing is not None:
            value = meaning.missing
        elif isinstance(meaning, Moment) and member.required:
            value, kind = mended(meaning, None, (), self.at)
        elif not member.required:
            value = _ABSENT
        elif not member.nullable or (isinstance(meaning, Word) and meaning.essential and not there):
            raise fault or missing(_spelled(place))
        else:
            value = None
        self._note(place, kind, came)
        return value

    def _note(self, place: Place, kind: Kind, came: Any) -> None:
        member = ".".join(as_text(step) for step in place if isinstance(step, str))
        self.deviations[place] = Deviation(member, kind, came)


def _spelled(place: Place) -> str:
    return ".".join(map(str, place))
