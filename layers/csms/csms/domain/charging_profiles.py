"""Which charging profiles make sense, and which replace or clear which (§3.13, C-54 to C-56)."""

from collections.abc import Sequence
from itertools import pairwise

from csms.store.commands.charging_profiles import InstalledProfile
from csms.store.reported.configuration import Configuration
from csms.store.transactions import Transaction
from csms.wire.charging_profiles import ChargingProfile, ChargingProfilePurpose, ChargingRateUnit

UNITS = {"current": "A", "power": "W"}  # as the configuration names them (§9.4.2)


def objection(profile: ChargingProfile, configuration: Configuration | None) -> str | None:
    """Why the profile itself makes no sense, wherever it is meant for."""
    schedule = profile.charging_schedule
    starts = [period.start_period for period in schedule.charging_schedule_period]
    recurring = profile.charging_profile_kind == "Recurring"
    if recurring and profile.recurrency_kind is None:
        return "a Recurring profile needs its recurrencyKind"
    if profile.recurrency_kind is not None and not recurring:
        return "only a Recurring profile has a recurrencyKind"
    if profile.charging_profile_kind == "Relative" and schedule.start_schedule is not None:
        return "a Relative profile has no startSchedule"
    if profile.transaction_id is not None and profile.charging_profile_purpose != "TxProfile":
        return "only a TxProfile names a transaction"
    if not starts or starts[0] != 0:
        return "the first startPeriod is not 0"
    if any(later <= earlier for earlier, later in pairwise(starts)):
        return "the periods do not ascend"
    return _beyond(profile, configuration) or unit_not_allowed(
        schedule.charging_rate_unit, configuration
    )


def _beyond(profile: ChargingProfile, configuration: Configuration | None) -> str | None:
    """What the charge point is known not to take."""
    if profile.stack_level < 0:
        return "stackLevel is below 0"
    highest = configuration and configuration.number("ChargeProfileMaxStackLevel")
    if highest is not None and profile.stack_level > highest:
        return f"stackLevel is above ChargeProfileMaxStackLevel, which is {highest}"
    most = configuration and configuration.number("ChargingScheduleMaxPeriods")
    periods = len(profile.charging_schedule.charging_schedule_period)
    if most is not None and periods > most:
        return f"{periods} periods are more than ChargingScheduleMaxPeriods, which is {most}"
    return None


def unit_not_allowed(
    unit: ChargingRateUnit | None, configuration: Configuration | None
) -> str | None:
    key = "ChargingScheduleAllowedChargingRateUnit"
    entry = configuration and configuration.entry(key)
    if unit is None or entry is None or not entry.value:
        return None
    names = [name.strip().casefold() for name in entry.value.split(",")]
    allowed = {UNITS.get(name, name.upper()) for name in names}
    return None if unit in allowed else f"{key} is {entry.value}, which has no {unit}"


def misplaced(
    profile: ChargingProfile, connector_id: int, transaction: Transaction | None
) -> str | None:
    """Why the profile cannot stand on this connector; `transaction` is the one that it names."""
    match profile.charging_profile_purpose:
        case "ChargePointMaxProfile" if connector_id != 0:
            return "a ChargePointMaxProfile is for connector 0"
        case "TxProfile" if connector_id == 0:
            return "a TxProfile is for one connector"
        case "TxProfile" if profile.transaction_id is None:
            return "a TxProfile names its transaction"
        case "TxProfile" if not _runs_on(transaction, connector_id):
            return f"no transaction {profile.transaction_id} runs on connector {connector_id}"
    return None


def _runs_on(transaction: Transaction | None, connector_id: int) -> bool:
    return (
        transaction is not None
        and transaction.stopped_at is None
        and transaction.connector_id == connector_id
    )


def replaced(
    profile: ChargingProfile, connector_id: int, present: Sequence[InstalledProfile]
) -> list[InstalledProfile]:
    """What an accepted profile takes the place of, beside the one of its own id.

    That is the same purpose on the same level of the same connector, and a TxProfile of another
    transaction: a connector has one at a time, so that one is over.
    """
    return [
        other
        for other in present
        if other.charging_profile_id != profile.charging_profile_id
        and (other.connector_id, other.purpose) == (connector_id, profile.charging_profile_purpose)
        and (other.stack_level == profile.stack_level or _is_over(other, profile))
    ]


def _is_over(other: InstalledProfile, profile: ChargingProfile) -> bool:
    known = None not in (other.transaction_id, profile.transaction_id)
    both = known and other.purpose == "TxProfile"
    return both and other.transaction_id != profile.transaction_id


def cleared(
    present: Sequence[InstalledProfile],
    *,
    charging_profile_id: int | None,
    connector_id: int | None,
    purpose: ChargingProfilePurpose | None,
    stack_level: int | None,
) -> list[InstalledProfile]:
    """An id says it all; other criteria must all be met, and none at all means every profile."""
    if charging_profile_id is not None:
        return [one for one in present if one.charging_profile_id == charging_profile_id]
    return [
        one
        for one in present
        if connector_id in (None, one.connector_id)
        and purpose in (None, one.purpose)
        and stack_level in (None, one.stack_level)
    ]
