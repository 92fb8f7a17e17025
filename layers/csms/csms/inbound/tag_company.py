"""Whether a tag may begin: by itself, its group, and what else it runs (C-29)."""

from dataclasses import dataclass

from csms.domain.authorization import concurrent, id_tag_info
from csms.domain.starts import Start
from csms.store import transactions
from csms.store.provisioned import id_tags
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import fetch
from csms.store.transactions import OpenTransaction
from csms.wire.ocpp16 import IdTagInfo


@dataclass(frozen=True)
class Company:
    """A tag's group, and for a limited tag what else it runs, and where."""

    group: IdTag | None
    others: list[tuple[OpenTransaction, ChargePoint | None]]


def is_limited(tag: IdTag | None) -> bool:
    return tag is not None and tag.max_active_transactions is not None


def company_of(tag: IdTag | None) -> Company:
    """One round trip where the tag has a group, two where it has a limit, else none."""
    if tag is None or not is_limited(tag):
        return Company(id_tags.group_of(tag), [])
    markers = transactions.running_for(tag.id_tag)
    group, *hosts = fetch(
        IdTag.of(tag.parent_id_tag or tag.id_tag),
        *(ChargePoint.of(marker.charge_point_id) for marker in markers),
    )
    return Company(
        group if isinstance(group, IdTag) else None,
        [
            (marker, host if isinstance(host, ChargePoint) else None)
            for marker, host in zip(markers, hosts, strict=True)
        ],
    )


def judged(start: Start, tag: IdTag | None, company: Company, number: int) -> IdTagInfo:
    at = start.moment
    info = id_tag_info(tag, company.group, at)
    if info.status != "Accepted" or tag is None or tag.max_active_transactions is None:
        return info
    if concurrent(start.key, number, at, company.others) < tag.max_active_transactions:
        return info
    return info.model_copy(update={"status": "ConcurrentTx"})
