from datetime import timedelta

import pytest

from csms.store.paging import by_time, part, reading
from csms.store.provisioned.audit import AuditEntry, added, entry, partition
from csms.store.table import perform, query
from tests.support import NOON


@pytest.mark.usefixtures("store")
def test_the_trail_is_kept_by_resource_and_by_time_without_secrets() -> None:
    for hour, resource in enumerate(("id-tags/A", "charge-points/A", "id-tags/A")):
        one = entry(resource, f"request-{hour}", NOON + timedelta(hours=hour))
        one.operation, one.subject, one.source_ip = "change", "olga", "203.0.113.7"
        one.details = {"changed": {"password": "secret"}}
        perform(added(one))
    own = query(AuditEntry, partition("id-tags/A"))
    assert [one.at for one in own] == [NOON, NOON + timedelta(hours=2)]
    all_ = by_time(AuditEntry, "AUDIT", NOON + timedelta(days=1))
    found = part(all_, 9, None, reading(AuditEntry)).items
    assert [one.resource for one in found] == ["id-tags/A", "charge-points/A", "id-tags/A"]
    assert found[0].at > found[2].at
    assert found[0].details == {"changed": {"password": "[redacted]"}}
