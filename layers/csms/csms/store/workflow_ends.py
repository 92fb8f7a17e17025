"""How what takes time has ended: written down here alone, so that it can be published."""

from collections.abc import Mapping
from datetime import datetime

from csms import settings
from csms.store.provisioned import audit
from csms.store.table import Write


def recorded(resource: str, key: str, at: datetime, details: Mapping[str, object]) -> Write:
    """Its entry of the audit trail; written twice, with the same key, it stands there once.

    `resource` is its path, as `charge-points/CP1/reservations/7`.
    """
    entry = audit.entry(resource, key, at)
    entry.operation = "end"
    entry.subject = "csms"
    entry.source_ip = ""
    entry.details = {"ended": dict(details)}
    entry.expires_at = settings.audit_expires(at)
    return audit.added(entry)
