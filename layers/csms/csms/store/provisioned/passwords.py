"""The password of a charge point while it changes: the present one, and the next (C-38).

Both open the door from the moment the next one is sent until it is known which of them counts.
`command_id` says by which command the next one came: another may have been sent since. One that is
sent again may be in use already, so that a charge point that refuses it then decides nothing.
"""

from csms.store.provisioned.charge_points import IS_THERE, ChargePoint
from csms.store.table import ConditionFailed, Write, perform, update
from csms.store.table.attributes import set_or_remove


def offered(
    charge_point_id: str, command_id: str, password_hash: str, *, again: bool = False
) -> Write:
    actions = [
        ChargePoint.next_password_hash.set(password_hash),
        ChargePoint.next_password_command.set(command_id),
        set_or_remove(ChargePoint.next_password_again, again or None),
    ]
    return update(ChargePoint.of(charge_point_id), actions, IS_THERE)


def adopted(charge_point_id: str, command_id: str) -> Write:
    """The next password is the only one."""
    actions = [
        ChargePoint.password_hash.set(ChargePoint.next_password_hash),
        ChargePoint.next_password_hash.remove(),
        ChargePoint.next_password_command.remove(),
        ChargePoint.next_password_again.remove(),
    ]
    stands = ChargePoint.next_password_command == command_id
    return update(ChargePoint.of(charge_point_id), actions, stands)


def withdrawn(charge_point_id: str, command_id: str) -> Write:
    """The present password stays the only one, unless the next was sent before."""
    actions = [
        ChargePoint.next_password_hash.remove(),
        ChargePoint.next_password_command.remove(),
        ChargePoint.next_password_again.remove(),
    ]
    stands = (
        ChargePoint.next_password_command == command_id
    ) & ChargePoint.next_password_again.does_not_exist()
    return update(ChargePoint.of(charge_point_id), actions, stands)


def adopt(charge_point_id: str, command_id: str) -> None:
    """The charge point has opened its connection with the password that this command sent."""
    try:
        perform(adopted(charge_point_id, command_id))
    except ConditionFailed:
        return  # adopted already, or replaced since
