"""What a fleet does in a month: how often each step happens to one charge point."""

from collections.abc import Mapping
from dataclasses import dataclass

DAYS = 365 / 12
RECONCILED = DAYS * 24 * 12  # a month, whatever the fleet: every five minutes
CONNECTED_MINUTES = DAYS * 24 * 60
LONGEST_CONNECTION = 2  # hours, of API Gateway
EXACT_TO = 61  # seconds, of "last seen"
SHARED = 300  # seconds of samples that lie in one item

BOOT = [
    "BootNotification",
    *(f"StatusNotification, after a boot {connector}" for connector in (0, 1, 2)),
]
SESSION = [
    "Authorize",
    "StatusNotification, Preparing",
    "StartTransaction",
    "StatusNotification, Charging",
    "StopTransaction",
    "StatusNotification, Finishing",
    "StatusNotification, Available",
]


def swings(step: str) -> bool:
    """Whether it comes with sessions, most at midday and none at night."""
    return step in SESSION or step.startswith("MeterValues")


@dataclass(frozen=True)
class Fleet:
    """Intervals in seconds, `meter_interval` 0 for none; `months`: how long it has been running."""

    charge_points: int = 10_000
    sessions_per_day: float = 5
    session_minutes: float = 60
    heartbeat: int = 300
    meter_interval: int = 60
    boots_per_month: float = 1
    commands_per_day: float = 1
    reservations_per_day: float = 0
    firmware_updates_per_year: float = 0
    months: float = 12
    traced: float = 0

    def times(self) -> Mapping[str, float]:
        """A month, for one charge point, by the name of the step."""
        sessions = self.sessions_per_day * DAYS
        samples = self.session_minutes * 60 // self.meter_interval if self.meter_interval else 0
        first = min(samples, 1 + (samples - 1) * self.meter_interval / SHARED) if samples else 0
        noted = samples / (EXACT_TO // self.meter_interval + 1) if samples else 0
        seen = max(0, noted - first)
        connections = DAYS * 24 / LONGEST_CONNECTION
        commands = self.commands_per_day * DAYS + sum(self.executions().values())
        return {
            "Heartbeat": DAYS * 86_400 / self.heartbeat,
            "MeterValues, the first": sessions * first,
            "MeterValues": sessions * (samples - first - seen),
            "MeterValues, seen": sessions * seen,
            **dict.fromkeys(SESSION, sessions),
            **dict.fromkeys(BOOT, self.boots_per_month),
            **dict.fromkeys(("connect", "disconnect"), connections),
            **dict.fromkeys(("command", "command, answered"), commands),
        }

    def executions(self) -> Mapping[str, float]:
        """A month, for one charge point, by the state machine; each begins with a command."""
        return {
            "reservation": self.reservations_per_day * DAYS,
            "firmware": self.firmware_updates_per_year / 12,
        }
