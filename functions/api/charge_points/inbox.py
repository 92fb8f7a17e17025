"""/inbox: charge points that tried to connect and that nobody has provisioned or accepted."""

from typing import Annotated

from pydantic import Field

from api.charge_points import waiting
from api.charge_points.inbox_views import EXAMPLE, Stranger, Strangers, stranger_view, waiting_views
from api.charge_points.resource import find
from api.charge_points.settings import WITH_PASSWORD, ChargePointChange, SecurityProfile, after
from api.charge_points.settings import changed as differences
from api.charge_points.views import EXAMPLE as CHARGE_POINT
from api.charge_points.views import ChargePoint, view
from api.http.etags import etag
from api.http.models import View
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
from csms.store.table import Cancelled, fetch, transact, when

resource = Resource("/inbox", "Inbox")


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
    found = [*map(stranger_view, inbox.strangers()), *waiting_views(known)]
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
