from datetime import timedelta

import pytest

from csms.store.provisioned.client_certificates import ClientCertificate
from tests.support import NOON

DAY = timedelta(days=1)


def test_it_is_known_by_its_fingerprint_in_small_letters() -> None:
    certificate = ClientCertificate.of("CP1", "AB12")
    assert (certificate.charge_point_id, certificate.sha256) == ("CP1", "ab12")


@pytest.mark.parametrize(
    ("days", "valid"), [(-1, False), (0, True), (1, True), (2, True), (3, False)]
)
def test_it_counts_between_its_dates(days: int, valid: bool) -> None:
    certificate = ClientCertificate.of("CP1", "ab")
    certificate.not_before, certificate.not_after = NOON, NOON + 2 * DAY
    assert certificate.is_valid(NOON + days * DAY) is valid


def test_one_whose_dates_nobody_knows_counts() -> None:
    assert ClientCertificate.of("CP1", "ab").is_valid(NOON)
