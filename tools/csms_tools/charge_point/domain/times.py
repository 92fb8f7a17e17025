"""Moments as OCPP spells them: UTC with a Z, milliseconds at most (§3.14, C-15)."""

from datetime import UTC, datetime


def spell(moment: datetime) -> str:
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def parse(text: str) -> datetime:
    """Offsets, fractions and missing seconds are all met in the field; no zone means UTC."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
