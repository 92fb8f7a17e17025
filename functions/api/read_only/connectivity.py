"""/charge-points/{chargePointId}/connectivity: why a charge point does not connect."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from api.http.operations import Resource, shows
from api.http.request_context import RequestContext
from api.read_only.connectivity_views import (
    EXAMPLE,
    Connectivity,
    of_connection,
    of_event,
    of_stranger,
    standing,
)
from csms import settings
from csms.domain import connectivity
from csms.domain.attempts import are_too_many
from csms.domain.connectivity import Facts
from csms.store.paging import HIGHEST, ByMinutes, part, taking
from csms.store.provisioned import issued_certificates
from csms.store.provisioned.charge_points import ChargePoint, ChargePointName
from csms.store.reported import inbox
from csms.store.reported.connections import Connection
from csms.store.reported.failures import Failures
from csms.store.reported.security_events import NOBODY, PREFIXES, OwnSecurityEvent
from csms.store.table import HistoryItem, fetch, when

resource = Resource("/charge-points/{chargePointId}/connectivity", "Charge points")

MOST = 5  # attempts of each sort that are shown
LOOKED_BACK = timedelta(days=14)


@resource.operation("GET", "", "viewer", shows(Connectivity, EXAMPLE))
def read_connectivity(context: RequestContext, charge_point_id: str) -> Connectivity:
    """Why a charge point is not connected, and what helps, also of one that is not provisioned.

    What TLS, the edge or API Gateway refuse before they ask who it is has no identity: it is shown
    if it came from an address that the charge point came from, where the edge runs on this machine.
    In the cloud it is in the logs of CloudFront alone.
    """
    at = context.at
    charge_point, connection, name = fetch(
        ChargePoint.of(charge_point_id),
        Connection.of(charge_point_id),
        ChargePointName.of(charge_point_id),
    )
    stranger = None if charge_point else inbox.find(charge_point_id)
    own = _events(f"CP#{charge_point_id}", at, lambda _: True)
    attempts = [*([of_stranger(stranger)] if stranger else []), *map(of_event, own)]
    addresses = {one.source_ip for one in attempts}
    if connection:
        addresses.add(connection.source_ip)

    def may_be_its_own(event: OwnSecurityEvent) -> bool:
        named = event.reason.startswith(f"{charge_point_id} ")
        return named or event.source_ip in addresses

    others = [of_event(event) for event in _events(NOBODY, at, may_be_its_own)]
    throttled = _is_throttled(charge_point_id, sorted(addresses), at)
    ends_at = _end_of_certificate(charge_point) if charge_point else None
    last = max([*attempts, *others], key=lambda one: one.at, default=None)
    found = connectivity.finding(
        Facts(
            identity=charge_point_id,
            minimum_security_profile=settings.minimum_security_profile(),
            security_profile=charge_point.security_profile if charge_point else None,
            registration=charge_point.registration if charge_point else "Pending",
            has_password=bool(charge_point and charge_point.password_hash),
            connected_since=connection.connected_at if charge_point and connection else None,
            rescue=bool(connection and connection.rescue),
            last_seen_at=charge_point.last_seen_at if charge_point else None,
            alike=name.charge_point_id
            if name and name.charge_point_id != charge_point_id
            else None,
            last=connectivity.Attempt(last.at, last.reason, last.type) if last else None,
            by_address=last is not None and last in others,
            throttled=throttled,
            certificate_has_ended=ends_at is not None and ends_at < at,
            awaits_acceptance=bool(charge_point and charge_point.awaits_acceptance),
        )
    )
    return Connectivity(
        identity=charge_point_id,
        state=found.state,
        reason=found.reason,
        remedies=found.remedies,
        is_set=standing(charge_point, ends_at) if charge_point else None,
        connection=of_connection(connection) if charge_point and connection else None,
        last_seen_at=charge_point.last_seen_at if charge_point else None,
        attempts=attempts,
        of_its_address=others or None,
        throttled=throttled,
    )


def _events(
    partition: str, at: datetime, wanted: Callable[[OwnSecurityEvent], bool]
) -> list[OwnSecurityEvent]:
    """The latest of the CSMS's own; bounded, however many there are."""
    own = ByMinutes(
        HistoryItem.Meta.table_name,
        (partition,),
        when(at - LOOKED_BACK),
        HIGHEST,
        newest_first=True,
        prefixes=(),
        by_minute=PREFIXES,
    )
    return part([own], MOST, None, taking(OwnSecurityEvent, wanted)).items


def _is_throttled(identity: str, addresses: Sequence[str], at: datetime) -> bool:
    pairs = [Failures.of(identity, address) for address in addresses]
    return any(
        isinstance(found, Failures) and found.whose == pair.whose and are_too_many(found.times, at)
        for pair, found in zip(pairs, fetch(*pairs), strict=True)
    )


def _end_of_certificate(charge_point: ChargePoint) -> datetime | None:
    if charge_point.security_profile != 3:
        return None
    issued = issued_certificates.of_charge_point(charge_point.charge_point_id)
    return next((one.not_after for one in issued if one.revoked_at is None), None)
