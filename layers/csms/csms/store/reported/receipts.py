"""Messages that tell no time of their own: by a digest alone a repetition is known."""

from datetime import datetime, timedelta

from csms.store.table import HistoryItem, Write, put

KEPT = timedelta(days=90)


class Receipt(HistoryItem, discriminator="receipt"):
    """A message has been received."""

    @classmethod
    def of(cls, charge_point_id: str, digest: str) -> "Receipt":
        return cls(f"CP#{charge_point_id}", f"RECEIVED#{digest}")


def first(charge_point_id: str, digest: str, at: datetime) -> Write:
    """On the condition that it has not come before."""
    receipt = Receipt.of(charge_point_id, digest)
    receipt.expires_at = at + KEPT
    return put(receipt, Receipt.pk.does_not_exist())
