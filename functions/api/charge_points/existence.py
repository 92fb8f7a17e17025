"""Whether there is a charge point of that name, where a list of what it has is empty."""

from typing import TypeVar

from api.http.problems import not_found
from api.http.request_context import RequestContext
from csms.store.paging import Part
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch

T = TypeVar("T")


def must_be_known(charge_point_id: str, context: RequestContext, found: Part[T]) -> None:
    """Nothing at all is said of a charge point that is not there; raises Problem.

    One that was deleted is shown as long as there is something of it.
    """
    if found.items or found.position is not None or context.paging.position is not None:
        return
    (charge_point,) = fetch(ChargePoint.of(charge_point_id))
    if charge_point is None:
        raise not_found(f"the charge point {charge_point_id}")
