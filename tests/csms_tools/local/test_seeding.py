"""What a seed makes, what it leaves, and what it says of both."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from csms.credentials import hash_password, matches
from csms.store.provisioned import audit, provisioning
from csms.store.provisioned.audit import AuditEntry
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.provisioned.provisioning import Settings
from csms.store.table import delete, fetch, perform, query
from csms_tools.local import seeding
from csms_tools.local.seed import DEMO, FLEET, Outcome, SeedFile
from csms_tools.local.yaml_lines import Misplaced
from tests.stored import provision, provision_id_tag, set_registration
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")

PASSWORD = "sixteen-letters-"
SEED = f"""
chargePoints:
- {{id: CP1, securityProfile: 2, password: {PASSWORD}}}
- {{id: CP2, securityProfile: 0}}
idTags:
- {{idTag: Card-1}}
- {{idTag: CARD-2, parentIdTag: FLEET, expiryDate: 2030-01-01T00:00:00Z}}
"""
LATER = NOON + timedelta(hours=1)
DIFFERS = "is there and differs from the seed: left as it is"
DELETED = "was deleted since: not made again"


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As moto, which copies its tables while others change them, can take it."""
    monkeypatch.setattr(seeding, "THREADS", 1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "seed.yaml"
    path.write_text(SEED)
    return path


def seeded(path: Path, at: datetime = NOON) -> Outcome:
    outcome = seeding.apply(SeedFile(path), at)
    assert outcome
    return outcome


def point(charge_point_id: str = "CP1") -> ChargePoint | None:
    (found,) = fetch(ChargePoint.of(charge_point_id))
    return found


def tag(id_tag: str = "CARD-1") -> IdTag | None:
    (found,) = fetch(IdTag.of(id_tag))
    return found


def audited(resource: str) -> list[dict[str, Any]]:
    return [one.details for one in query(AuditEntry, audit.partition(resource))]


def test_everything_a_seed_says_arrives_in_the_store(file: Path) -> None:
    file.write_text(
        f"chargePoints:\n- id: CP1\n  securityProfile: 2\n  password: {PASSWORD}\n"
        "  registration: Pending\n  interval: 60\n  serialNumber: SN-1\n"
        "  profilesAfterBoot: true\n  automaticDistance: 60\n"
        "idTags:\n- idTag: Tag1\n  parentIdTag: Group\n  blocked: true\n"
        "  expiryDate: 2026-01-02T03:04:05+01:00\n  maxActiveTransactions: 2\n",
    )
    assert seeded(file) == Outcome(1, 1)
    made = point()
    assert made
    assert (made.security_profile, made.registration) == (2, "Pending")
    assert (made.interval, made.serial_number) == (60, "SN-1")
    assert made.switched_on == {"profilesAfterBoot"}
    assert made.automatic_distance == 60
    assert made.password_hash
    assert matches(PASSWORD.encode(), made.password_hash)
    group = tag("TAG1")
    assert group
    assert (group.id_tag, group.parent_id_tag, group.blocked) == ("Tag1", "Group", True)
    assert group.expiry_date == datetime(2026, 1, 2, 2, 4, 5, tzinfo=UTC)
    assert group.max_active_transactions == 2
    assert seeded(file) == Outcome(0, 0), "nothing to make, and nothing that differs"


def test_an_empty_seed_makes_nothing_and_says_nothing(file: Path) -> None:
    file.write_text("")
    assert seeded(file) == Outcome(0, 0)
    assert audited("seed") == []


def test_what_was_made_is_in_the_audit_trail_without_its_secrets(file: Path) -> None:
    assert seeded(file) == Outcome(2, 2)
    (entry,) = query(AuditEntry, audit.partition("charge-points/CP1"))
    assert (entry.operation, entry.subject, entry.source_ip) == ("seed", "seed", "127.0.0.1")
    assert (entry.at, entry.expires_at) == (NOON, NOON + timedelta(days=1095))
    said = {"id": "CP1", "securityProfile": 2, "password": "[redacted]"}
    assert entry.details == {"created": said, "seed": str(file)}
    assert audited("id-tags/Card-1")[0]["created"] == {"idTag": "Card-1"}
    whole = {"seed": str(file), "made": {"chargePoints": 2, "idTags": 2}, "left": {}}
    assert audited("seed") == [whole]


def test_what_is_there_as_the_seed_says_is_passed_over_silently(file: Path) -> None:
    seeded(file)
    assert seeded(file, LATER) == Outcome(0, 0)
    assert len(audited("seed")) == len(audited("charge-points/CP1")) == 1


def test_what_was_changed_since_stays_and_is_named(file: Path) -> None:
    seeded(file)
    before = point()
    assert before
    settings = Settings(2, hash_password("another-password"), registration="Rejected")
    provisioning.change(before, settings)
    provision_id_tag("CARD-1", blocked=True)
    outcome = seeded(file, LATER)
    assert outcome == Outcome(0, 0, (f"CP1 {DIFFERS}", f"id tag Card-1 {DIFFERS}"))
    after, card = point(), tag()
    assert after
    assert after.password_hash
    assert matches(b"another-password", after.password_hash)
    assert after.registration == "Rejected"
    assert card
    assert card.blocked
    left = {"charge-points/CP1": DIFFERS, "id-tags/Card-1": DIFFERS}
    assert audited("seed")[-1]["left"] == left


@pytest.mark.parametrize(
    "settings",
    [
        Settings(1, hash_password(PASSWORD)),
        Settings(2, hash_password("another-password")),
        Settings(2, None),
        Settings(2, hash_password(PASSWORD), serial_number="SN-1"),
        Settings(2, hash_password(PASSWORD), interval=60),
        Settings(2, hash_password(PASSWORD), status_after_reconnect=True),
    ],
    ids=["profile", "password", "no password", "serial number", "interval", "status"],
)
def test_a_charge_point_that_differs_in_one_setting_is_named(
    settings: Settings, file: Path
) -> None:
    provisioning.create("CP1", settings)
    assert seeded(file).left == (f"CP1 {DIFFERS}",)


def test_a_registration_that_the_seed_leaves_open_is_the_operators(file: Path) -> None:
    seeded(file)
    set_registration("CP2", "Pending")
    assert seeded(file).left == ()
    file.write_text(SEED.replace("{id: CP2,", "{id: CP2, registration: Accepted,"))
    assert seeded(file).left == (f"CP2 {DIFFERS}",)


@pytest.mark.parametrize(
    "change",
    [
        {"parent_id_tag": "OTHER"},
        {"expiry_date": None},
        {"blocked": True},
        {"max_active_transactions": 1},
    ],
)
def test_an_id_tag_that_differs_in_one_setting_is_named(change: dict[str, Any], file: Path) -> None:
    expiry_date = datetime(2030, 1, 1, tzinfo=UTC)
    as_said: dict[str, Any] = {"parent_id_tag": "fleet", "expiry_date": expiry_date}
    provision_id_tag("card-2", **as_said)
    assert seeded(file).left == ()
    provision_id_tag("CARD-2", **as_said | change)
    assert seeded(file).left == (f"id tag CARD-2 {DIFFERS}",)


def test_what_changes_in_the_seed_alone_changes_nothing(file: Path) -> None:
    seeded(file)
    file.write_text(SEED.replace(PASSWORD, "another-password").replace("FLEET", "OTHER"))
    assert seeded(file).left == (f"CP1 {DIFFERS}", f"id tag CARD-2 {DIFFERS}")
    made = point()
    assert made
    assert made.password_hash
    assert matches(PASSWORD.encode(), made.password_hash)


def test_what_was_deleted_since_is_not_made_again(file: Path) -> None:
    seeded(file)
    before = point()
    assert before
    provisioning.remove(before)
    perform(delete(IdTag.of("CARD-1")))
    for at in (LATER, LATER + timedelta(hours=1)):
        left = (f"CP1 {DELETED}", f"id tag Card-1 {DELETED}")
        assert seeded(file, at) == Outcome(0, 0, left)
    assert (point(), tag()) == (None, None)
    named = {"charge-points/CP1": DELETED, "id-tags/Card-1": DELETED}
    assert audited("seed")[-1]["left"] == named


def test_what_others_made_and_deleted_is_not_made_either_once_a_seed_has_named_it(
    file: Path,
) -> None:
    """So it is with data from before there were marks, after the first start."""
    provision("CP2", security_profile=0)
    assert seeded(file) == Outcome(1, 2)
    before = point("CP2")
    assert before
    provisioning.remove(before)
    assert seeded(file).left == (f"CP2 {DELETED}",)


def test_what_was_deleted_and_made_anew_by_hand_is_left_as_it_is(file: Path) -> None:
    seeded(file)
    before = point("CP2")
    assert before
    provisioning.remove(before)
    provisioning.create("CP2", Settings(0))
    assert seeded(file) == Outcome(0, 0)


def test_what_the_seed_names_later_is_made_then(file: Path) -> None:
    seeded(file)
    file.write_text(SEED + "- {idTag: CARD-3}\n")
    assert seeded(file) == Outcome(0, 1)


def test_what_was_left_is_told_in_parts_where_it_is_much(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeding, "MOST_TOLD", 1)
    for number in (1, 2):
        provision_id_tag(f"CARD-{number}", blocked=True)
    seeded(file)
    left = [one["left"] for one in audited("seed")]
    assert sorted(left, key=str) == [{"id-tags/CARD-2": DIFFERS}, {"id-tags/Card-1": DIFFERS}]


def test_an_identity_that_is_there_in_other_case_is_refused_with_its_line(file: Path) -> None:
    provision("cp1", security_profile=0)
    with pytest.raises(Misplaced, match=r"seed.yaml:3: chargePoints\[0\].id: .*case"):
        seeded(file)


def test_the_demo_goes_into_an_empty_store() -> None:
    outcome = seeding.apply(SeedFile(DEMO), NOON)
    assert outcome
    assert (outcome.charge_points, outcome.left) == (3, ())
    assert seeding.apply(SeedFile(DEMO), LATER) is None


@pytest.mark.parametrize("what", ["a charge point", "a tag", "history alone"])
def test_the_demo_does_not_go_where_anything_is(what: str) -> None:
    if what == "a charge point":
        provision("DEPOT-7", security_profile=2)
    elif what == "a tag":
        provision_id_tag("CARD-1")
    else:
        perform(seeding._audited("charge-points/DEPOT-7", NOON, {"deleted": True}))
    assert seeding.apply(SeedFile(DEMO), NOON) is None
    assert point("CP001") is None


def test_the_fleet_of_the_demo_goes_into_an_empty_store_or_where_it_was_before(
    store: None, file: Path
) -> None:
    assert seeding.apply(SeedFile(FLEET), NOON)
    assert seeding.apply(SeedFile(FLEET), NOON)


def test_the_fleet_of_the_demo_is_not_put_beside_what_is_somebodys_own(
    store: None, file: Path
) -> None:
    seeded(file)
    assert seeding.apply(SeedFile(FLEET), NOON) is None
    assert point("DEMO-1") is None
