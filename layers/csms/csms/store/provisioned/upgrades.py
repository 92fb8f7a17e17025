"""The security profile of a charge point while it is raised: the present one, and the next (C-41).

Both open the door from the moment the next one is sent. What comes over a connection at the next
one, the first frame of any kind, settles it, for a charge point that never got its 101 falls back
to the present one. Such a connection is of a generation of its own, so that with the settlement
what opened sockets before counts no longer.
"""

from csms.store.provisioned.charge_points import IS_THERE, ChargePoint, admits
from csms.store.table import ConditionFailed, Write, perform, update


def offered(charge_point_id: str, command_id: str, security_profile: int) -> Write:
    actions = [
        ChargePoint.pending_security_profile.set(security_profile),
        ChargePoint.pending_profile_command.set(command_id),
    ]
    upwards = IS_THERE & (ChargePoint.security_profile < security_profile)
    return update(ChargePoint.of(charge_point_id), actions, upwards)


def withdrawn(charge_point_id: str, command_id: str) -> Write:
    """The present profile stays the only one."""
    actions = [
        ChargePoint.pending_security_profile.remove(),
        ChargePoint.pending_profile_command.remove(),
    ]
    stands = ChargePoint.pending_profile_command == command_id
    return update(ChargePoint.of(charge_point_id), actions, stands)


def settled(charge_point: ChargePoint) -> ChargePoint | None:
    """The next profile is the only one; the charge point as it now is, None if it is gone."""
    actions = [
        ChargePoint.security_profile.set(charge_point.pending_security_profile or 0),
        ChargePoint.generation.set(charge_point.pending_generation),
        ChargePoint.pending_security_profile.remove(),
        ChargePoint.pending_profile_command.remove(),
        ChargePoint.version.add(1),
    ]
    stands = admits(charge_point.generation) & (
        ChargePoint.pending_profile_command == charge_point.pending_profile_command
    )
    write = update(ChargePoint.of(charge_point.charge_point_id), actions, stands)
    try:
        return ChargePoint.from_raw_data(perform(write, returning="ALL_NEW"))
    except ConditionFailed as error:  # another frame was faster, or it was withdrawn meanwhile
        return ChargePoint.from_raw_data(error.item) if error.item else None
