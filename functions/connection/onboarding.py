"""How the authorizer tells $connect of strangers, and of charge points that wait for acceptance."""

from datetime import datetime

from connection.authorizer_context import AuthorizerContext
from csms import settings
from csms.domain.handshake import Provisioned, Verdict
from csms.store.provisioned import strangers
from csms.store.table import Write


def word(verdict: Verdict, provisioned: Provisioned | None) -> str:
    """`true`: a stranger is taken in. One that waits to be accepted comes at another profile,
    `again` as strangers do, or `moved` by what is its own, or is `waiting` as it was.
    """
    if verdict.moved:
        return "again" if verdict.onboard else "moved"
    if verdict.onboard:
        return "true"
    waits = provisioned and provisioned.awaits_acceptance and verdict.status == 200
    return "waiting" if waits else "false"


def taken_in(
    charge_point_id: str,
    profile: int,
    at: datetime,
    source_ip: str,
    generation: str | None,
    verdict: AuthorizerContext,
) -> Write | None:
    """A stranger is taken in; of one that waits, what is written together with its connection.

    Raises InvalidIdentity.
    """
    onboard = verdict["onboard"]
    if onboard == "waiting":
        return strangers.came(charge_point_id, at, source_ip=source_ip, generation=generation)
    if onboard not in ("true", "again", "moved"):
        return None
    known_by = {}
    if profile == 3:
        known_by = {"serial_number": verdict["serialNumber"]}
    elif onboard != "moved":
        known_by = {"password_hash": settings.onboarding_hash()}
    come = strangers.take_in if onboard == "true" else strangers.moved
    return come(
        charge_point_id, profile, at, source_ip=source_ip, generation=generation, **known_by
    )
