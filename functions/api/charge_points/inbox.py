"""/inbox: charge points that tried to connect and that nobody has provisioned or accepted."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from pydantic import Field

from api.charge_points import waiting
from api.charge_points.resource import find
from api.charge_points.settings import WITH_PASSWORD, ChargePointChange, SecurityProfile, after
from api.charge_points.settings import changed as differences
from api.charge_points.views import EXAMPLE as CHARGE_POINT
from api.charge_points.views import ChargePoint, view
from api.http.etags import etag
from api.http.models import Page, Time, View
from api.http.operations import NOTHING, Reply, Resource, shows
from api.http.problems import bad_field, not_found
from api.http.request_context import RequestContext
from csms import credentials
from csms.store.paging import BadPosition
from csms.store.provisioned import provisioning, strangers
from csms.store.provisioned.charge_points import ChargePoint as KnownChargePoint
from csms.store.provisioned.charge_points import InvalidIdentity
from csms.store.provisioned.versions import AlreadyThere
from csms.store.reported import inbox
from csms.store.reported.connections import Connection
from csms.store.reported.inbox import Stranger as Stored
from csms.store.table import Cancelled, fetch, read, transact, when

resource = Resource("/inbox", "Inbox")

NEVER = datetime.min.replace(tzinfo=UTC)

EXAMPLE: dict[str, object] = {
    "identity": "CP7",
    "sourceIp": "203.0.113.9",
    "firstAt": "2026-06-01T11:00:00.000Z",
    "lastAt": "2026-06-01T12:00:00.000Z",
    "attempts": 4,
    "reason": "unknown identity",
}


class Stranger(View):
    """As who it came, from where, since when and how often, and why it was refused last.

    What cannot be an identity stands as it came, an empty one as `(none)`. One that knows the
    onboarding password, or shows a trusted certificate, is not refused but waits for acceptance.
    """

    identity: str
    source_ip: str
    certificate_subject: str | None = None
    first_at: Time
    last_at: Time
    attempts: int
    reason: str | None = None
    awaits_acceptance: Annotated[
        bool | None,
        Field(description="It may connect, and is Pending until it is accepted."),
    ] = None
    security_profile: Annotated[
        int | None, Field(description="At which one that waits came last.")
    ] = None
    connected: bool | None = None
    vendor: Annotated[str | None, Field(description="As it said when it booted.")] = None
    model: str | None = None


class Strangers(Page[Stranger]):
    pass


class Acceptance(ChargePointChange):
    """As what it is provisioned; without a password one is made, where one is due.

    One that waits for acceptance keeps the security profile at which it came last, and the password
    that it knows, where no others are given.
    """

    security_profile: SecurityProfile = 2


class Accepted(View):
    charge_point: ChargePoint
    password: Annotated[
        str | None, Field(description="The one that was made; shown this once.")
    ] = None


@resource.operation("GET", "", "viewer", shows(Strangers, {"items": [EXAMPLE]}), paged=True)
def list_strangers(context: RequestContext) -> Strangers:
    """The charge points at the door, the latest first.

    Of those that are refused there are never more than 500. The others wait for acceptance: they
    know the onboarding password, or show a trusted certificate.
    """
    limit = context.paging.limit
    behind: tuple[str, ...] = ()
    if context.paging.position is not None:
        behind = tuple(context.paging.position.get("behind", ()))
        if len(behind) != 2:
            raise BadPosition
    known = strangers.waiting(limit + 2, *(["#".join(behind)] if behind else []))
    found = [*map(_view, inbox.strangers()), *_views(known)]
    found = [one for one in found if not behind or _place(one) < behind]
    found.sort(key=_place, reverse=True)
    items, rest = found[:limit], found[limit:]
    cursor = context.paging.cursor({"behind": _place(items[-1])}) if rest else None
    return Strangers(items=items, cursor=cursor)


def _place(stranger: Stranger) -> tuple[str, str]:
    return when(stranger.last_at), stranger.identity


@resource.operation(
    "POST",
    "/{identity}/accept",
    "operator",
    shows(
        Accepted,
        {"chargePoint": CHARGE_POINT, "password": "tEn87hGdj3zYQ5mXw0Ab"},
        "Location",
        "ETag",
        status=201,
        said="Created",
    ),
    problems=(409,),
    body={"securityProfile": 2, "registration": "Accepted"},
)
def accept_stranger(context: RequestContext, identity: str, body: Acceptance) -> Reply:
    """Make a charge point of a stranger, or accept one that waits for it.

    Where its security profile needs a password and none is given, one is made and shown once: the
    charge point has to be given it. One that waits keeps the profile at which it came last and the
    password that it knows. It learns that it is accepted when it boots next.
    """
    given = {name: getattr(body, name) for name in body.model_fields_set}
    (known,) = fetch(KnownChargePoint.of(identity))
    if known and known.onboarding_since is not None:
        return _created(context, identity, waiting.accept(context, identity, given))
    stranger = inbox.find(identity)
    if stranger is None:
        if known:
            raise waiting.there_already(identity)
        raise not_found(f"the stranger {identity}")
    if identity == inbox.NOBODY:
        raise bad_field(
            "identity", "it has named none, so that nobody is to be accepted", status=409
        )
    given = {"security_profile": body.security_profile} | given
    password = None
    if body.security_profile in WITH_PASSWORD and "password" not in given:
        given["password"] = password = credentials.new_key()
    settings = after(None, ChargePointChange.model_construct(set(given), **given))
    audit = context.audit(
        f"charge-points/{identity}", {"created": differences(None, settings), "from": "inbox"}
    )
    try:
        provisioning.create(identity, settings, *inbox.forgotten(stranger), audit)
    except AlreadyThere as error:
        raise waiting.there_already(identity) from error
    except InvalidIdentity as error:
        raise bad_field("identity", str(error), status=409) from error
    return _created(context, identity, password)


def _created(context: RequestContext, identity: str, password: str | None) -> Reply:
    charge_point, connection = find(identity)
    headers = {
        "Location": context.location("charge-points", identity),
        "ETag": etag(charge_point.version),
    }
    return Reply(
        Accepted(charge_point=view(charge_point, connection), password=password), 201, headers
    )


@resource.operation("DELETE", "/{identity}", "operator", NOTHING)
def delete_stranger(context: RequestContext, identity: str) -> None:
    """Forget a stranger; if it tries again, it is back.

    The socket of one that waits for acceptance is closed.
    """
    missing = not_found(f"the stranger {identity}")
    if waiting.forget(context, identity):
        return
    stranger = inbox.find(identity)
    if stranger is None:
        raise missing
    try:
        audit = context.audit(f"inbox/{identity}", {"deleted": True})
        transact(*inbox.forgotten(stranger), audit)
    except Cancelled as error:
        raise missing from error


def _views(known: Sequence[KnownChargePoint]) -> list[Stranger]:
    keys = [(one.pk, "CONNECTION") for one in known]
    connected = {connection.pk for connection in read(Connection, keys)}
    return [
        Stranger(
            identity=one.charge_point_id,
            source_ip=one.onboarding_from or "",
            first_at=one.onboarding_since or NEVER,
            last_at=one.onboarding_at or NEVER,
            attempts=one.onboarding_times or 1,
            reason=waiting.words(one),
            awaits_acceptance=True,
            security_profile=one.security_profile,
            connected=one.pk in connected,
            vendor=(one.boot or {}).get("chargePointVendor"),
            model=(one.boot or {}).get("chargePointModel"),
        )
        for one in known
    ]


def _view(stranger: Stored) -> Stranger:
    return Stranger(
        identity=stranger.identity,
        source_ip=stranger.source_ip,
        certificate_subject=stranger.certificate_subject,
        first_at=stranger.first_at,
        last_at=stranger.last_at,
        attempts=stranger.attempts,
        reason=stranger.reason,
    )
