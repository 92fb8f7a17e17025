"""Which of the nine statuses a connector is in (§4.9, §7.7)."""

from dataclasses import dataclass
from enum import Enum

from ocpp.v16.enums import ChargePointStatus


class Suspended(Enum):
    """Who keeps the energy of a running transaction from flowing."""

    EV = ChargePointStatus.suspended_ev
    EVSE = ChargePointStatus.suspended_evse


@dataclass(frozen=True)
class Condition:
    faulted: bool = False
    operative: bool = True
    charging: bool = False
    suspended: Suspended | None = None
    finishing: bool = False
    plugged: bool = False
    authorized: bool = False
    reserved: bool = False


def status(condition: Condition) -> ChargePointStatus:
    if condition.faulted:
        return ChargePointStatus.faulted
    if condition.charging:
        return condition.suspended.value if condition.suspended else ChargePointStatus.charging
    if condition.finishing:
        return ChargePointStatus.finishing
    if not condition.operative:
        return ChargePointStatus.unavailable
    if condition.plugged or condition.authorized:
        return ChargePointStatus.preparing
    return ChargePointStatus.reserved if condition.reserved else ChargePointStatus.available
