"""Charge points that came by themselves and wait for acceptance: accepted, or forgotten."""

from typing import Any

from api.charge_points.changes import delete, shut
from api.charge_points.settings import (
    WITH_PASSWORD,
    ChargePointChange,
    after,
    changed,
    lets_in_anew,
)
from api.http.conditional_changes import retried
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from csms import credentials
from csms.store.provisioned import provisioning
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.provisioning import Settings
from csms.store.table import fetch

KNOWS_THE_PASSWORD = "knows the onboarding password, waiting for acceptance"  # noqa: S105
IS_CERTIFIED = "shows a trusted certificate, waiting for acceptance"


def words(charge_point: ChargePoint) -> str:
    return IS_CERTIFIED if charge_point.security_profile == 3 else KNOWS_THE_PASSWORD


def there_already(identity: str) -> Problem:
    return Problem(409, f"the charge point {identity} is there already")


def accept(context: RequestContext, identity: str, given: dict[str, Any]) -> str | None:
    """Bind it to the profile at which it came last, or to the one that is given.

    Returns the password that was made, where it knows none and its profile needs one. Its socket
    is closed if something else opens one from now on. Raises Problem.
    """
    return retried(context, lambda: _accepted(context, identity, given))


def _accepted(context: RequestContext, identity: str, given: dict[str, Any]) -> str | None:
    (charge_point,) = fetch(ChargePoint.of(identity))
    if charge_point is None:
        raise not_found(f"the stranger {identity}")
    if not charge_point.awaits_acceptance:
        raise there_already(identity)
    before = Settings.of(charge_point)
    given = {"registration": "Accepted"} | given
    profile = given.get("security_profile", before.security_profile)
    password = None
    if profile in WITH_PASSWORD and before.password_hash is None and "password" not in given:
        given["password"] = password = credentials.new_key()
    settings = after(before, ChargePointChange.model_construct(set(given), **given))
    differences = {"securityProfile": settings.security_profile} | changed(before, settings)
    audit = context.audit(
        f"charge-points/{identity}", {"changed": differences, "accepted": True, "from": "inbox"}
    )
    provisioning.change(
        charge_point, settings, audit, withdraws="security_profile" in given, accepts=True
    )
    if lets_in_anew(before, settings):
        shut(context, identity)
    return password


def forget(context: RequestContext, identity: str) -> bool:
    """As if it had never come; False for one that does not wait."""

    def attempt() -> bool:
        (charge_point,) = fetch(ChargePoint.of(identity))
        if charge_point is None or not charge_point.awaits_acceptance:
            return False
        delete(context, charge_point)
        return True

    return retried(context, attempt)
