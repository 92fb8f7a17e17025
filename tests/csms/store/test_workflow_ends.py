from csms.store import workflow_ends
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import perform, query
from tests.support import NOON

RESOURCE = "charge-points/CP1/reservations/7"


def test_an_end_that_is_told_twice_stands_in_the_audit_trail_once(store: None) -> None:
    for _ in range(2):
        perform(workflow_ends.recorded(RESOURCE, "command-1", NOON, {"status": "Expired"}))
    (entry,) = query(AuditEntry, partition(RESOURCE))
    assert (entry.operation, entry.subject, entry.at) == ("end", "csms", NOON)
    assert entry.details == {"ended": {"status": "Expired"}}
    assert entry.by_time_pk == "AUDIT#2026-06#" + str(entry.by_time_pk)[-1]
    assert entry.expires_at
