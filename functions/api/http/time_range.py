"""What the lists of the past have in common: their parameters, and who they are of."""

from typing import Annotated, Literal, TypeVar

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.http.models import Time
from api.http.problems import not_found
from api.http.request_context import Asked
from csms.store.paging import Part
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch

T = TypeVar("T")

Since = Annotated[Time | None, Query(alias="from", description="At that time, or later.")]
Until = Annotated[Time | None, Query(alias="to", description="Before that time.")]
Order = Annotated[Literal["asc", "desc"], Query(description="The oldest or the newest first.")]


def must_be_known(charge_point_id: str, asked: Asked, found: Part[T]) -> None:
    """Nothing at all is said of a charge point that is not there; raises Problem.

    One that was deleted is shown as long as there is something of it.
    """
    if found.items or found.position is not None or asked.paging.position is not None:
        return
    (charge_point,) = fetch(ChargePoint.of(charge_point_id))
    if charge_point is None:
        raise not_found(f"the charge point {charge_point_id}")
