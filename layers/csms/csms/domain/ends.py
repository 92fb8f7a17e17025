"""How far away the end of a certificate is, and what is said of it."""

from datetime import datetime, timedelta
from typing import Literal

from csms.domain.client_certificates import WARNINGS

Warned = Literal["endsSoon", "ended"]


def days_left(not_after: datetime, at: datetime) -> int:
    """Whole days; below zero once it has ended."""
    return (not_after - at).days


def warning(not_after: datetime, at: datetime) -> Warned | None:
    """None until somebody is told of its end for the first time."""
    if not_after <= at:
        return "ended"
    return "endsSoon" if not_after - at <= timedelta(days=WARNINGS[0]) else None
