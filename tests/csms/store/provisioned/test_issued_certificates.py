from datetime import timedelta

import pytest

from csms.store.paging import by_end, part, reading
from csms.store.provisioned import issued_certificates as store
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.table import Cancelled, ConditionFailed, fetch, perform, transact
from tests.support import NOON

DAY = timedelta(days=1)


def made(name: str, ends: timedelta = 365 * DAY, owner: str = "CP1") -> ClientCertificate:
    certificate = ClientCertificate.of(owner, name)
    certificate.subject = certificate.issuer = "CN=x"
    certificate.serial_number, certificate.source = "1f", "SignCertificate"
    certificate.issued_at, certificate.not_before, certificate.not_after = NOON, NOON, NOON + ends
    return certificate


def kept(name: str) -> ClientCertificate:
    (found,) = fetch(ClientCertificate.of("CP1", name))
    assert found
    return found


@pytest.fixture(autouse=True)
def there(cp1: str) -> None:
    perform(store.issued(made("aa"), NOON + DAY))


def generation() -> str | None:
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    return charge_point.generation


def test_it_is_recorded_once() -> None:
    with pytest.raises(ConditionFailed):
        perform(store.issued(made("AA"), None))
    assert [one.sha256 for one in store.of_charge_point("CP1")] == ["aa"]


def test_they_are_listed_by_their_ends() -> None:
    perform(store.issued(made("bb", 3 * DAY, "CP2"), None))
    perform(store.issued(made("cc", 5 * DAY), None))
    ranges = by_end(ClientCertificate, store.BY_END)
    found = part(ranges, 10, None, reading(ClientCertificate))
    assert [one.sha256 for one in found.items] == ["bb", "cc", "aa"]
    soon = by_end(ClientCertificate, store.BY_END, NOON + 4 * DAY, NOON + 6 * DAY)
    assert [one.sha256 for one in part(soon, 10, None, reading(ClientCertificate)).items] == ["cc"]


def test_the_answer_to_the_last_command_counts() -> None:
    perform(store.on_its_way(kept("aa"), "command-2"))
    with pytest.raises(ConditionFailed):
        perform(store.answered(kept("aa"), "Rejected", "command-1"))
    perform(store.answered(kept("aa"), "Accepted", "command-2"))
    assert kept("aa").handed_out == "Accepted"


def test_one_of_two_who_look_writes_what_was_told() -> None:
    certificate, before = kept("aa"), kept("aa").by_name_sk
    certificate.warned = 30
    store.on_list(certificate, NOON + 2 * DAY)
    perform(store.looked_at(certificate, before))
    assert (kept("aa").warned, kept("aa").by_name_sk) == (30, certificate.by_name_sk)
    with pytest.raises(ConditionFailed):
        perform(store.looked_at(certificate, before))


def test_one_that_is_revoked_shuts_what_it_may_have_opened() -> None:
    before = generation()
    transact(*store.revoked(kept("aa"), NOON, "stolen", known=True))
    assert (kept("aa").revoked_at, kept("aa").revoked_because) == (NOON, "stolen")
    assert kept("aa").by_name_pk is None
    assert generation() not in (None, before)
    with pytest.raises(Cancelled):
        transact(*store.revoked(kept("aa"), NOON, None, known=True))


def test_a_foreign_one_is_recorded_as_revoked() -> None:
    foreign = ClientCertificate.of("CP1", "DD")
    foreign.subject = foreign.issuer = foreign.serial_number = ""
    foreign.source, foreign.issued_at = "foreign", NOON
    transact(*store.revoked(foreign, NOON, None, known=False))
    assert kept("dd").revoked_at == NOON
