"""A seed goes into the store: what is missing is made, all else is left as it is.

What was deleted since a seed has named it stays deleted, whoever made it. To be imported once the
environment names the tables.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from csms import settings
from csms.credentials import hash_password, key_bytes, matches
from csms.ids import uuid7
from csms.store.provisioned import audit, id_tags, provisioning, seeded
from csms.store.provisioned.charge_points import ChargePoint, InvalidIdentity
from csms.store.provisioned.id_tags import IdTag
from csms.store.provisioned.provisioning import SWITCHES, Settings
from csms.store.provisioned.seeded import Seeded
from csms.store.table import HistoryItem, StateItem, Write, calls, fetch, perform
from csms_tools.local import seed
from csms_tools.local.seed import DEMO, FLEET, Outcome, SeedFile

MOST_TOLD = 500  # in one audit entry, of what was left
THREADS = 8
AUTOMATIC = (*SWITCHES, "automatic_distance")  # settings that seeds and charge points name alike

MADE = "made"
SAME = "is there as the seed says"
DIFFERS = "is there and differs from the seed: left as it is"
DELETED = "was deleted since: not made again"


class _Thing(ABC):
    """One charge point or id tag that the seed names; `resource` is its path in the API."""

    name: str
    resource: str
    stub: StateItem
    mark: Seeded
    said: seed.ChargePoint | seed.IdTag

    @abstractmethod
    def agrees(self, stored: StateItem) -> bool:
        """Whether what is stored is as the seed says."""

    @abstractmethod
    def make(self, *also: Write) -> None:
        """Raises Misplaced."""

    def settled(
        self, stored: StateItem | None, mark: Seeded | None, at: datetime, file: SeedFile
    ) -> str:
        named = seeded.named(self.mark, at)
        if stored is not None:
            if mark is None:
                perform(named)
            return SAME if self.agrees(stored) else DIFFERS
        if mark is not None:
            return DELETED
        said = self.said.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        details = {"created": said, "seed": str(file.path)}
        self.make(named, _audited(self.resource, at, details))
        return MADE


class _ChargePoint(_Thing):
    said: seed.ChargePoint

    def __init__(self, file: SeedFile, number: int) -> None:
        self._file, self._number = file, number
        self.said = said = file.seed.charge_points[number]
        self.name, self.resource = said.id, f"charge-points/{said.id}"
        self.stub, self.mark = ChargePoint.of(said.id), Seeded.of(self.resource)

    def agrees(self, stored: StateItem) -> bool:
        """A registration that the seed does not name may be any."""
        assert isinstance(stored, ChargePoint)
        said, known = self.said, Settings.of(stored)
        return (
            (said.security_profile, said.interval, said.serial_number)
            == (known.security_profile, known.interval, known.serial_number)
            and said.registration in (None, known.registration)
            and all(getattr(said, name) == getattr(known, name) for name in AUTOMATIC)
            and _same_password(said.password, known.password_hash)
        )

    def make(self, *also: Write) -> None:
        said = self.said
        made = Settings(
            said.security_profile,
            said.password and hash_password(said.password),
            said.serial_number,
            said.registration or "Accepted",
            said.interval,
            **{name: getattr(said, name) for name in AUTOMATIC},
        )
        try:
            provisioning.create(said.id, made, *also)
        except InvalidIdentity as error:
            raise self._file.misplaced(("chargePoints", self._number, "id"), error) from error


class _IdTag(_Thing):
    said: seed.IdTag
    stub: IdTag

    def __init__(self, said: seed.IdTag) -> None:
        self.said = said
        self.name, self.resource = f"id tag {said.id_tag}", f"id-tags/{said.id_tag}"
        self.stub, self.mark = IdTag.of(said.id_tag), Seeded.of(f"id-tags/{said.id_tag.upper()}")

    def agrees(self, stored: StateItem) -> bool:
        assert isinstance(stored, IdTag)
        said = self.said
        return (
            (said.parent_id_tag or "").upper() == (stored.parent_id_tag or "").upper()
            and said.expiry_date == stored.expiry_date
            and said.blocked == stored.blocked
            and said.max_active_transactions == stored.max_active_transactions
        )

    def make(self, *also: Write) -> None:
        said = self.said
        actions = id_tags.settings(
            said.id_tag,
            said.parent_id_tag,
            said.expiry_date,
            said.blocked,
            said.max_active_transactions,
        )
        id_tags.create(self.stub, actions, *also)


def apply(file: SeedFile, at: datetime) -> Outcome | None:
    """None for a demo where the store is not empty: that is somebody's own. Raises Misplaced.

    Where the fleet of `csms demo` has been put before, it may be put again.
    """
    if file.path == DEMO and not _store_is_empty():
        return None
    numbers = range(len(file.seed.charge_points))
    points: Sequence[_Thing] = [_ChargePoint(file, number) for number in numbers]
    tags: Sequence[_Thing] = [_IdTag(tag) for tag in file.seed.id_tags]
    things = [*points, *tags]
    stored = fetch(*(thing.stub for thing in things))
    marks = fetch(*(thing.mark for thing in things))
    if file.path == FLEET and not any(marks) and not _store_is_empty():
        return None

    def settle(place: int) -> str:
        mark = marks[place]
        assert mark is None or isinstance(mark, Seeded)
        return things[place].settled(stored[place], mark, at, file)

    # most of the time goes into hashing passwords, which threads can share
    with ThreadPoolExecutor(THREADS) as threads:
        settled = list(threads.map(settle, range(len(things))))
    left = {
        thing: what
        for thing, what in zip(things, settled, strict=True)
        if what in (DIFFERS, DELETED)
    }
    outcome = Outcome(
        charge_points=settled[: len(points)].count(MADE),
        id_tags=settled[len(points) :].count(MADE),
        left=tuple(f"{thing.name} {what}" for thing, what in left.items()),
    )
    if MADE in settled or left:
        _tell(file, at, outcome, [(thing.resource, what) for thing, what in left.items()])
    return outcome


def _tell(file: SeedFile, at: datetime, outcome: Outcome, left: list[tuple[str, str]]) -> None:
    """What was done as a whole, beside the entries of what was made; in parts if it is much."""
    details: dict[str, object] = {
        "seed": str(file.path),
        "made": {"chargePoints": outcome.charge_points, "idTags": outcome.id_tags},
    }
    for place in range(0, len(left) or 1, MOST_TOLD):
        told = dict(left[place : place + MOST_TOLD])
        perform(_audited("seed", at, details | {"left": told}))


def _audited(resource: str, at: datetime, details: Mapping[str, object]) -> Write:
    entry = audit.entry(resource, uuid7(at), at)
    entry.operation = entry.subject = "seed"
    entry.source_ip = "127.0.0.1"
    entry.details = dict(details)
    entry.expires_at = settings.audit_expires(at)
    return audit.added(entry)


def _same_password(said: str | None, known: str | None) -> bool:
    if said is None or known is None:
        return said is None and known is None
    return matches(key_bytes(said), known)


def _store_is_empty() -> bool:
    tables = (StateItem.Meta.table_name, HistoryItem.Meta.table_name)
    return not any(
        calls.call("Scan", {"TableName": table, "Limit": 1})["Items"] for table in tables
    )
