"""The audit trail: who changed what, when, and from which address."""

from datetime import datetime

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute

from csms.redaction import without_secrets
from csms.store.table import HistoryItem, Write, by_time, put, when
from csms.store.table.attributes import optional


class AuditEntry(HistoryItem, discriminator="audit entry"):
    """One change of one resource; `subject` is who, `name` for people to read."""

    operation = UnicodeAttribute()
    resource = UnicodeAttribute()
    subject = UnicodeAttribute()
    name = optional(UnicodeAttribute)
    role = optional(UnicodeAttribute)
    source_ip = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    details = JSONAttribute()


def partition(resource: str) -> str:
    return f"AUDIT#{resource}"


def entry(resource: str, request_id: str, at: datetime) -> AuditEntry:
    """What the operation fills in; `resource` is its path, as `charge-points/CP1`."""
    audited = AuditEntry(partition(resource), f"{when(at)}#{request_id}")
    audited.by_time_pk, audited.by_time_sk = by_time("AUDIT", resource, at)
    audited.resource = resource
    audited.at = at
    return audited


def added(audited: AuditEntry) -> Write:
    """Joins the transaction of the change; secrets stay out of it."""
    audited.details = without_secrets(audited.details)
    return put(audited)
