"""/inbox: charge points that tried to connect and are not provisioned."""

from typing import Annotated

from pydantic import Field

from api.charge_points.resource import find
from api.charge_points.settings import WITH_PASSWORD, ChargePointChange, SecurityProfile, after
from api.charge_points.settings import changed as differences
from api.charge_points.views import EXAMPLE as CHARGE_POINT
from api.charge_points.views import ChargePoint, view
from api.http.etags import etag
from api.http.models import Page, Time, View
from api.http.operations import NOTHING, Reply, Resource, shows
from api.http.problems import Problem, bad_field, not_found
from api.http.request_context import RequestContext
from csms import credentials
from csms.store.paging import BadPosition
from csms.store.provisioned import provisioning
from csms.store.provisioned.charge_points import InvalidIdentity
from csms.store.provisioned.versions import AlreadyThere
from csms.store.reported import inbox
from csms.store.reported.inbox import Stranger as Stored
from csms.store.table import Cancelled, transact, when

resource = Resource("/inbox", "Inbox")

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

    What cannot be an identity stands as it came, an empty one as `(none)`.
    """

    identity: str
    source_ip: str
    certificate_subject: str | None = None
    first_at: Time
    last_at: Time
    attempts: int
    reason: str | None = None


class Strangers(Page[Stranger]):
    pass


class Acceptance(ChargePointChange):
    """As what it is provisioned; without a password one is made, where one is due."""

    security_profile: SecurityProfile = 2


class Accepted(View):
    charge_point: ChargePoint
    password: Annotated[
        str | None, Field(description="The one that was made; shown this once.")
    ] = None


@resource.operation("GET", "", "viewer", shows(Strangers, {"items": [EXAMPLE]}), paged=True)
def list_strangers(context: RequestContext) -> Strangers:
    """The charge points at the door, the latest first; there are never more than 500."""
    strangers = sorted(inbox.strangers(), key=_place, reverse=True)
    if context.paging.position is not None:
        behind = context.paging.position.get("behind", ())
        if len(behind) != 2:
            raise BadPosition
        strangers = [one for one in strangers if _place(one) < tuple(behind)]
    limit = context.paging.limit
    items, rest = strangers[:limit], strangers[limit:]
    cursor = context.paging.cursor({"behind": _place(items[-1])}) if rest else None
    return Strangers(items=[_view(one) for one in items], cursor=cursor)


def _place(stranger: Stored) -> tuple[str, str]:
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
    """Make a charge point of a stranger.

    Where its security profile needs a password and none is given, one is made and shown once: the
    charge point has to be given it.
    """
    stranger = inbox.find(identity)
    if stranger is None:
        raise not_found(f"the stranger {identity}")
    given = {"security_profile": body.security_profile} | {
        name: getattr(body, name) for name in body.model_fields_set
    }
    password = None
    if body.security_profile in WITH_PASSWORD and "password" not in given:
        given["password"] = password = credentials.new_key()
    settings = after(None, ChargePointChange.model_construct(set(given), **given))
    audit = context.audit(
        f"charge-points/{identity}", {"created": differences(None, settings), "from": "inbox"}
    )
    try:
        provisioning.create(identity, settings, inbox.forgotten(stranger), audit)
    except AlreadyThere as error:
        raise Problem(409, f"the charge point {identity} is there already") from error
    except InvalidIdentity as error:
        raise bad_field("identity", str(error), status=409) from error
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
    """Forget a stranger; if it tries again, it is back."""
    missing = not_found(f"the stranger {identity}")
    stranger = inbox.find(identity)
    if stranger is None:
        raise missing
    try:
        transact(inbox.forgotten(stranger), context.audit(f"inbox/{identity}", {"deleted": True}))
    except Cancelled as error:
        raise missing from error


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
