"""Handshakes that are refused, as operators see them: a security event, and a line in the log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from csms import settings
from csms.domain import presented
from csms.domain.connectivity import AROUND_THE_EDGE
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import message_log, security_events
from csms.store.reported.security_events import Kind
from csms.store.table import fetch
from csms.telemetry import logger

LONGEST_CLAIM = 255  # characters, of what nobody has checked


def note(
    charge_point_id: str,
    at: datetime,
    connection_id: str,
    *,
    what: Kind,
    status: int,
    reason: str,
    source_ip: str,
    shown: dict[str, Any] | None = None,
) -> None:
    tries = security_events.note(
        charge_point_id, at, what=what, reason=reason, source_ip=source_ip, presented=shown
    )
    if tries == 1:  # a line a minute and address
        said = f"handshake refused: {status} {reason}"
        expires_at = settings.message_log_expires(at)
        message_log.event(charge_point_id, connection_id, at, said, expires_at)


def warn_of_a_way_around_the_edge(headers: Mapping[str, str], address: str) -> None:
    """Somebody who knows the API's own address, or a secret that one side alone has changed."""
    claimed = {
        name: headers.get(header, "")[:LONGEST_CLAIM]
        for name, header in (("identity", "x-ocpp-identity"), ("viewer", "x-viewer-address"))
    }
    logger.warning(
        "a handshake did not come through the edge",
        extra={
            "address": address,
            "claimed": claimed,
            "secret": "wrong" if headers.get("x-origin-secret") else "missing",
        },
    )


def note_around_the_edge(
    headers: Mapping[str, str], at: datetime, connection_id: str, address: str
) -> None:
    """Under the identity that it claims, which nobody has checked; else as of nobody known.

    The inbox is for those that came through the edge.
    """
    identity = presented.identity(headers.get("x-ocpp-identity", ""))
    what = security_events.REFUSED
    (charge_point,) = fetch(ChargePoint.of(identity)) if identity else (None,)
    if identity and charge_point:
        reason = f"it {AROUND_THE_EDGE}"
        note(identity, at, connection_id, what=what, status=403, reason=reason, source_ip=address)
        return
    reason = f"{identity or 'somebody'} {AROUND_THE_EDGE}"
    security_events.note(None, at, what=what, reason=reason, source_ip=address)
