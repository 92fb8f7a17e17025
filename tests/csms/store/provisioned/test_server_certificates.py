from datetime import timedelta

import pytest

from csms.store.provisioned import server_certificates as store
from csms.store.provisioned.server_certificates import ServerCertificate
from csms.store.table import ConditionFailed, fetch, perform
from tests.support import NOON

LATER = NOON + timedelta(days=1)


def certificate(warned: int | None = None) -> ServerCertificate:
    made = ServerCertificate.of("file:/a")
    made.domain_name, made.not_after, made.read_at = "ocpp.example", LATER, NOON
    made.warned = warned
    return made


@pytest.mark.usefixtures("store")
def test_of_two_who_look_at_once_one_writes() -> None:
    perform(store.looked_at(certificate(), None, None))
    with pytest.raises(ConditionFailed):
        perform(store.looked_at(certificate(), None, None))
    perform(store.looked_at(certificate(30), NOON, None))
    with pytest.raises(ConditionFailed):
        perform(store.looked_at(certificate(14), NOON, None))
    with pytest.raises(ConditionFailed):
        perform(store.looked_at(certificate(14), LATER, 30))
    perform(store.looked_at(certificate(14), NOON, 30))
    (kept,) = fetch(ServerCertificate.of("file:/a"))
    assert kept
    assert (kept.source, kept.domain_name, kept.warned) == ("file:/a", "ocpp.example", 14)
