from datetime import datetime, timedelta
from typing import Any

import pytest

from csms.domain.client_certificates import renewal_at
from csms.store.provisioned import issued_certificates
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.table import fetch, perform, when
from tests.api.support import ask
from tests.csms.command_steps import CP, answer, connected, drain, error
from tests.csms.store.provisioned.test_issued_certificates import made
from tests.stored import problems_of, provision
from tests.support import NOON, Sockets
from workflows.look_after_certificate import look_after

DAY, YEAR = timedelta(days=1), timedelta(days=365)
ASKED = {"requestedMessage": "SignChargePointCertificate"}


@pytest.fixture(autouse=True)
def there(cp1: str, sockets: Sockets) -> None:
    provision(CP, security_profile=0, serial_number="SN-1")
    connected()
    recorded("aa")


def recorded(name: str, issued_at: datetime = NOON, handed_out: str = "Accepted") -> None:
    certificate = made(name)
    certificate.issued_at, certificate.handed_out = issued_at, handed_out
    perform(issued_certificates.issued(certificate, issued_at + DAY))


def kept(name: str = "aa") -> ClientCertificate:
    (found,) = fetch(ClientCertificate.of(CP, name))
    assert found
    return found


def days_go_by(first: int, last: int, name: str = "aa") -> None:
    for day in range(first, last):
        listed = kept(name).by_name_sk
        at = NOON + day * DAY
        if listed and listed.partition("#")[0] <= when(at):
            look_after(CP, name, at)
            drain(at)


def told() -> list[Any]:
    return [(one.what, one.told) for one in problems_of(CP)]


def asked(sockets: Sockets) -> list[str]:
    return [one[1] for one in sockets.frames if one[0] == 2 and one[3] == ASKED]


def test_an_end_is_told_four_times_and_when_it_is_over(sockets: Sockets) -> None:
    warned: list[tuple[int, int | None]] = []
    for day in range(1, 400):
        days_go_by(day, day + 1)
        if kept().warned not in (None, *(days for _, days in warned)):
            warned.append((day, kept().warned))
    assert [days for _, days in warned] == [30, 14, 7, 1]
    assert all(0 <= day + (days or 0) - 365 <= 1 for day, days in warned)
    assert told() == [("CertificateEnds", "its certificate ends at 2027-06-01 12:00 UTC")]
    assert asked(sockets) == []  # that is off until it is switched on


def test_whoever_looks_late_tells_that_it_has_ended() -> None:
    look_after(CP, "aa", NOON + 2 * YEAR)
    assert told() == [("CertificateEnds", "its certificate ended at 2027-06-01 12:00 UTC")]
    assert kept().by_name_sk is None


@pytest.mark.parametrize("handed_out", ["Accepted", "ByHand"])
def test_one_that_was_followed_by_another_is_told_of_no_more(handed_out: str) -> None:
    recorded("bb", NOON + DAY, handed_out)
    days_go_by(1, 400)
    assert (told(), kept().by_name_sk) == ([], None)


def test_one_that_was_followed_by_a_rejected_one_is_in_use() -> None:
    recorded("bb", NOON + DAY, "Rejected")
    days_go_by(1, 340)
    assert len(told()) == 1


def test_where_it_is_switched_on_renewal_is_asked_for_once_a_day(sockets: Sockets) -> None:
    ask("PATCH", f"/charge-points/{CP}", body={"certificateRenewal": True})
    due = renewal_at(kept())
    assert due
    first = (due - NOON).days + 1
    days_go_by(1, first)
    assert asked(sockets) == []
    days_go_by(first, first + 1)
    [command_id] = asked(sockets)
    assert kept().renewal_asked_at == NOON + first * DAY
    answer(command_id, {"status": "Rejected"}, at=NOON + first * DAY)
    days_go_by(first + 1, first + 4)
    assert 2 <= len(asked(sockets)) <= 4


def test_it_can_be_switched_on_late(sockets: Sockets) -> None:
    days_go_by(1, 300)
    ask("PATCH", f"/charge-points/{CP}", body={"certificateRenewal": True})
    days_go_by(300, 303)
    assert asked(sockets)


def test_firmware_that_knows_nothing_of_it_is_left_alone(sockets: Sockets) -> None:
    ask("PATCH", f"/charge-points/{CP}", body={"certificateRenewal": True})
    for day in range(1, 330):
        days_go_by(day, day + 1)
        for command_id in asked(sockets):
            error(command_id, "NotImplemented", at=NOON + day * DAY)
    assert len(asked(sockets)) == 1


def test_of_two_who_look_at_once_one_asks(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("PATCH", f"/charge-points/{CP}", body={"certificateRenewal": True})
    read = issued_certificates.of_charge_point
    others = iter([lambda: look_after(CP, "aa", NOON + 300 * DAY)])

    def meanwhile(charge_point_id: str) -> Any:
        found = read(charge_point_id)
        if other := next(others, None):
            other()
        return found

    monkeypatch.setattr(issued_certificates, "of_charge_point", meanwhile)
    look_after(CP, "aa", NOON + 300 * DAY)
    assert len(asked(sockets)) == 1


def test_what_is_gone_or_waits_for_nothing_is_left_as_it_is() -> None:
    look_after(CP, "cc", NOON + YEAR)
    provision("CP2", security_profile=0)
    assert told() == []
