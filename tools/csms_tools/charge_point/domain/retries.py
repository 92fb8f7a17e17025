"""When to try again: registration (§4.2), transaction messages (§3.7.1), connecting (J §5.2)."""

from random import Random

OWN_CHOICE = 60
"""Seconds that the charge point chooses itself where the central system says 0 (C-18)."""


def boot_wait(interval: int) -> int:
    return interval if interval > 0 else OWN_CHOICE


def message_wait(failures: int, attempts: int, interval: int) -> int | None:
    """Seconds before a transaction message goes out again; None when it has had its attempts."""
    return failures * interval if failures < attempts else None


def backoff(failures: int, chance: Random, *, first: float = 1, most: float = 60) -> float:
    """Doubling, and never in step with the rest of the fleet."""
    return min(most, first * 2.0 ** min(failures, 16)) * chance.uniform(0.5, 1)
