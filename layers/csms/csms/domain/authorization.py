"""Whether an id tag may charge."""

from collections.abc import Iterable
from datetime import datetime

from csms.domain.transactions import StartKey, moment
from csms.store.provisioned.charge_points import ChargePoint, received
from csms.store.provisioned.id_tags import IdTag
from csms.store.transactions import OpenTransaction
from csms.wire.ocpp16 import AuthorizationStatus, IdTagInfo


def id_tag_info(tag: IdTag | None, group: IdTag | None, at: datetime) -> IdTagInfo:
    """Judge a tag at a moment; one that we do not know is Invalid.

    A group may be provisioned as a tag of its own: what blocks or ends it holds for its members.
    """
    if tag is None:
        return IdTagInfo(status="Invalid")
    status = _standing(tag, at)
    if status == "Accepted" and group is not None:
        status = _standing(group, at)
    return IdTagInfo(status=status, expiry_date=tag.expiry_date, parent_id_tag=tag.parent_id_tag)


def _standing(tag: IdTag, at: datetime) -> AuthorizationStatus:
    if tag.blocked:
        return "Blocked"
    if tag.expiry_date and tag.expiry_date <= at:
        return "Expired"
    return "Accepted"


def concurrent(
    start: StartKey,
    number: int,
    at: datetime,
    others: Iterable[tuple[OpenTransaction, ChargePoint | None]],
) -> int:
    """How many other transactions of its tag run beside the one that starts then (C-29)."""
    return sum(_runs_beside(start, number, at, other, host) for other, host in others)


def _runs_beside(
    start: StartKey, number: int, at: datetime, other: OpenTransaction, host: ChargePoint | None
) -> bool:
    if host is None:
        return False
    if other.charge_point_id == start.charge_point_id:
        if other.transaction_id == number:
            return False  # a repetition of this very start
        if other.connector_id == start.connector_id:
            return False  # its stop was lost: a connector has one transaction at a time
    if moment(other.started_at, other.received_at) > at:
        return False  # offline replay: it had not begun when this one did
    available = host.available_at.as_dict().get(str(other.connector_id))
    freed = available is not None and received(available) > other.received_at
    rebooted = host.booted_at is not None and host.booted_at > other.received_at
    return not (freed or rebooted)
