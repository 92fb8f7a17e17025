"""What the CSMS did on its own at a charge point: so that nothing is done twice, nor too often."""

from typing import final

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition

from csms.store.table import StateItem, Write, put
from csms.store.table.attributes import IntegerAttribute, PackedAttribute, optional


@final
class Automatism(StateItem, discriminator="automatism"):
    """The last time that one thing was done, named as its switch is, or a part of it.

    `occasion` is the boot that brought it, or whatever else did. `sent` has the command of each of
    its steps, empty for one that made no sense. `refused_by` is the firmware version that knows
    nothing of it. `waits_until`: a task comes then, for its distance is not over. `revision` counts
    the writes, so that of two tasks that come at once only one does the next step.
    """

    occasion = optional(UnicodeAttribute)
    began_at = optional(UTCDateTimeAttribute)
    sent = PackedAttribute(default=dict)
    firmware = optional(UnicodeAttribute)
    refused_by = optional(UnicodeAttribute)
    waits_until = optional(UTCDateTimeAttribute)
    revision = IntegerAttribute(default=0)

    @classmethod
    def of(cls, charge_point_id: str, name: str) -> "Automatism":
        return cls(f"CP#{charge_point_id}", f"AUTOMATISM#{name}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def name(self) -> str:
        return self.sk.removeprefix("AUTOMATISM#")

    @property
    def switch(self) -> str:
        return self.name.partition("/")[0]

    def written(self) -> Write:
        """As it is now, if nobody else has written it; this item is then as it was written."""
        unmoved: Condition = Automatism.revision == self.revision
        if self.revision == 0:
            unmoved = Automatism.pk.does_not_exist()
        self.revision += 1
        return put(self, unmoved)
