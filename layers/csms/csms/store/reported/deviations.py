"""How a charge point departs from OCPP: each kind of fault that was mended, for its maker to see.

A warm function remembers what it has noted, and writes it once a minute with what has come since;
what it still holds when it ends is lost, so that the numbers say "at least".
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms.digests import digest
from csms.redaction import names_a_secret, redacted
from csms.store.table import Cancelled, StateItem, Write, by_name, transact, update
from csms.store.table.attributes import IntegerAttribute, optional, set_or_remove
from csms.wire.serialization import to_json_types
from csms.wire.tolerance import Deviation

MOST_KINDS = 50  # of a charge point
MOST_AT_ONCE = 10  # written after one message
MOST_REMEMBERED = 10_000
LONGEST_EXAMPLE = 200  # characters
LONGEST_MEMBER = 100
EVERY = timedelta(minutes=1)
TRIES = 4

MAY_BE_SECRET = frozenset(
    {
        ("DataTransfer", "data"),
        ("DataTransfer.conf", "data"),
        ("GetConfiguration.conf", "configurationKey"),
        ("GetConfiguration.conf", "configurationKey.value"),
    }
)
"""Members whose values nobody can tell from a secret: no example is kept."""


@dataclass(frozen=True)
class Fault:
    """A kind of fault of one charge point."""

    charge_point_id: str
    action: str
    member: str
    kind: str


class DeviationCount(StateItem, discriminator="deviation"):
    """One kind of fault: how often it came at least; `example` is JSON, cut where it is long."""

    action = UnicodeAttribute()
    member = UnicodeAttribute()
    fault = UnicodeAttribute()
    times = IntegerAttribute()
    first_at = UTCDateTimeAttribute()
    last_at = UTCDateTimeAttribute()
    example = optional(UnicodeAttribute)

    @classmethod
    def of(cls, fault: Fault) -> "DeviationCount":
        name = digest(fault.member, fault.kind)[:32]
        return cls(f"CP#{fault.charge_point_id}", f"DEVIATION#{fault.action}#{name}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")


class DeviationKinds(StateItem, discriminator="deviation kinds"):
    """How many kinds of faults are kept of a charge point."""

    kinds = IntegerAttribute()

    @classmethod
    def of(cls, charge_point_id: str) -> "DeviationKinds":
        return cls(f"CP#{charge_point_id}", "DEVIATIONS")


@dataclass
class _Noted:
    """When it was last written, and how often it has come since."""

    at: datetime
    pending: int = 0


_noted: dict[Fault, _Noted] = {}
_full: dict[str, datetime] = {}  # charge points without room for another kind, since when


@dataclass(frozen=True)
class _Due:
    """What is to be written of a fault."""

    times: int
    example: str | None


def note(charge_point_id: str, action: str, found: Iterable[Deviation], at: datetime) -> None:
    """Count what was mended in one message."""
    if len(_noted) + len(_full) >= MOST_REMEMBERED:
        _noted.clear()
        _full.clear()
    faults = {
        Fault(charge_point_id, action, one.member[:LONGEST_MEMBER], one.kind): one for one in found
    }
    due: dict[Fault, _Due] = {}
    for fault, one in faults.items():
        noted = _noted.get(fault)
        if noted is None and _recent(_full.get(charge_point_id), at):
            continue
        if len(due) == MOST_AT_ONCE or (noted and _recent(noted.at, at)):
            if noted:
                noted.pending += 1
            continue
        times = 1 + (noted.pending if noted else 0)
        due[fault] = _Due(times, _example(action, one))
        _noted[fault] = _Noted(at)
    if due:
        _write(charge_point_id, due, at)


def _recent(since: datetime | None, at: datetime) -> bool:
    return since is not None and at - since < EVERY


def _example(action: str, deviation: Deviation) -> str | None:
    """As JSON; none where it may be a secret, such as what stands in a member that nobody knows."""
    member = deviation.member
    if deviation.came is None or deviation.kind == "UnknownMember":
        return None
    if (action, member) in MAY_BE_SECRET or names_a_secret(member):
        return None
    spelled = json.dumps(to_json_types(deviation.came), ensure_ascii=False)
    spelled = spelled.encode(errors="backslashreplace").decode()  # half a surrogate pair
    return redacted(spelled)[:LONGEST_EXAMPLE]


def _write(charge_point_id: str, due: Mapping[Fault, _Due], at: datetime) -> None:
    """In one write, two if any is new.

    What is not written is not tried again: it may have been, and be counted twice.
    """
    known, new = list(due), list[Fault]()
    for _ in range(TRIES):
        if not known and not new:
            return
        writes = [_again(fault, due[fault], at) for fault in known]
        writes += [_first(fault, due[fault], at) for fault in new]
        if new:
            writes.append(_more_kinds(charge_point_id, len(new)))
        try:
            transact(*writes)
        except Cancelled as error:
            faults = [*known, *new]
            moved = {faults[place] for place in error.failed if place < len(faults)}
            # another function has written it meanwhile, or it has been forgotten
            known, new = (
                [one for one in faults if (one in known) != (one in moved)],
                [one for one in faults if (one in new) != (one in moved)],
            )
            kinds = error.failed.get(len(faults))
            if kinds is not None:
                _full[charge_point_id] = at
                new = new[: MOST_KINDS - DeviationKinds.from_raw_data(kinds).kinds]
        else:
            return


def _again(fault: Fault, due: _Due, at: datetime) -> Write:
    count = DeviationCount.of(fault)
    actions = [DeviationCount.times.add(due.times), DeviationCount.last_at.set(at)]
    return update(count, actions, DeviationCount.pk.exists())


def _first(fault: Fault, due: _Due, at: datetime) -> Write:
    # an update, which every function may do that answers calls
    list_pk, list_sk = by_name("DEVIATION", fault.charge_point_id)
    actions: list[Action] = [
        DeviationCount.kind.set(DeviationCount),
        DeviationCount.by_name_pk.set(list_pk),
        DeviationCount.by_name_sk.set(list_sk),
        DeviationCount.action.set(fault.action),
        DeviationCount.member.set(fault.member),
        DeviationCount.fault.set(fault.kind),
        DeviationCount.times.set(due.times),
        DeviationCount.first_at.set(at),
        DeviationCount.last_at.set(at),
        set_or_remove(DeviationCount.example, due.example),
    ]
    return update(DeviationCount.of(fault), actions, DeviationCount.pk.does_not_exist())


def _more_kinds(charge_point_id: str, number: int) -> Write:
    room = DeviationKinds.kinds.does_not_exist() | (DeviationKinds.kinds <= MOST_KINDS - number)
    actions: list[Action] = [
        DeviationKinds.kind.set(DeviationKinds),
        DeviationKinds.kinds.add(number),
    ]
    return update(DeviationKinds.of(charge_point_id), actions, room)
