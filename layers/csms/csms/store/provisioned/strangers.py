"""Strangers that are taken in."""

from csms.store.provisioned.charge_points import ChargePoint, ChargePointName, InvalidIdentity
from csms.store.table import Cancelled, by_name, put, transact


def take_in(
    charge_point_id: str,
    security_profile: int,
    *,
    password_hash: str | None = None,
    serial_number: str | None = None,
    generation: str | None = None,
) -> None:
    """A stranger that knows the password, or has a certificate, becomes a Pending charge point.

    Raises InvalidIdentity if another charge point's identity differs only by case.
    """
    charge_point = ChargePoint.of(charge_point_id)
    charge_point.by_name_pk, charge_point.by_name_sk = by_name("CP", charge_point_id)
    charge_point.security_profile = security_profile
    charge_point.password_hash = password_hash
    charge_point.serial_number = serial_number
    charge_point.generation = generation
    charge_point.registration = "Pending"
    name = ChargePointName(f"CP-NAME#{charge_point_id.casefold()}", "CP-NAME")
    name.charge_point_id = charge_point_id
    try:
        transact(
            put(name, ChargePointName.pk.does_not_exist()),
            put(charge_point, ChargePoint.pk.does_not_exist()),
        )
    except Cancelled as error:
        if 1 not in error.failed:
            raise InvalidIdentity(f"{charge_point_id!r} differs only by case") from error
        return  # it has been provisioned meanwhile
