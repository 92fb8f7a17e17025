"""How far away the end of a certificate is, what is said of it, and when somebody is told."""

from datetime import datetime, timedelta
from typing import Literal, Protocol

WARNINGS = (30, 14, 7, 1)  # days before the end of a certificate

Warned = Literal["endsSoon", "ended"]


def days_left(not_after: datetime, at: datetime) -> int:
    """Whole days; below zero once it has ended."""
    return (not_after - at).days


def warning(not_after: datetime, at: datetime) -> Warned | None:
    """None until somebody is told of its end for the first time."""
    if not_after <= at:
        return "ended"
    return "endsSoon" if not_after - at <= timedelta(days=WARNINGS[0]) else None


class Ending(Protocol):
    """What has an end, and of which somebody was told so many days before it."""

    @property
    def not_after(self) -> datetime | None: ...

    @property
    def warned(self) -> int | None: ...


def warning_at(certificate: Ending) -> tuple[int, datetime] | None:
    """The next warning of its end: so many days before, and when that is."""
    if certificate.not_after is None:
        return None
    left = [days for days in WARNINGS if certificate.warned is None or days < certificate.warned]
    if not left:
        return None
    return left[0], certificate.not_after - timedelta(days=left[0])


def due_warning(certificate: Ending, at: datetime) -> int | None:
    """The days of the last warning that is due and was not given; those before it are left out."""
    if certificate.not_after is None:
        return None
    due = [days for days in WARNINGS if certificate.not_after - timedelta(days=days) <= at]
    if not due or (certificate.warned is not None and certificate.warned <= due[-1]):
        return None
    return due[-1]
