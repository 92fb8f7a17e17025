"""Configuration templates: what the charge points of a model should have set."""

from collections.abc import Sequence

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.versions import Moved, still
from csms.store.table import (
    Cancelled,
    StateItem,
    Write,
    by_name,
    delete,
    fetch,
    put,
    transact,
    when,
)
from csms.store.table.attributes import IntegerAttribute, PackedAttribute, optional


class ModelTaken(Exception):
    """Another template is applied to charge points of this model while they are Pending."""


class ConfigurationTemplate(StateItem, discriminator="configuration template"):
    """Keys and their values, in the order in which they are set; no vendor or model is any."""

    name = UnicodeAttribute()
    vendor = optional(UnicodeAttribute)
    model = optional(UnicodeAttribute)
    description = optional(UnicodeAttribute)
    packed = PackedAttribute()
    apply_while_pending = BooleanAttribute(default=False)
    changed_at = UTCDateTimeAttribute()
    version = optional(IntegerAttribute)

    @classmethod
    def of(cls, name: str) -> "ConfigurationTemplate":
        return cls(f"TEMPLATE#{name}", "TEMPLATE")

    @property
    def values(self) -> dict[str, str]:
        return dict(self.packed["values"])

    @values.setter
    def values(self, values: dict[str, str]) -> None:
        self.packed = {"values": list(values.items())}

    @property
    def mark(self) -> str:
        """Names the template as it is now, not as it was or will be."""
        return f"{self.name}#{self.version}@{when(self.changed_at)}"

    def is_for(self, charge_point: ChargePoint) -> bool:
        """What a charge point has not said speaks against nothing."""
        boot = charge_point.boot or {}
        return all(
            wanted is None or boot.get(name) in (None, wanted)
            for name, wanted in (
                ("chargePointVendor", self.vendor),
                ("chargePointModel", self.model),
            )
        )


class PendingTemplate(StateItem, discriminator="pending template"):
    """The one template that is applied to charge points of a model while they are Pending."""

    name = UnicodeAttribute()

    @classmethod
    def of(cls, vendor: str, model: str) -> "PendingTemplate":
        return cls(f"MODEL#{vendor}", model)


class TemplateApplied(StateItem, discriminator="template applied"):
    """How far a template was applied to a charge point while it was Pending.

    `tried` has the command of each key, and the boot after which it was sent. `revision` counts
    the writes, so that two of them at once cannot both send a key.
    """

    mark = UnicodeAttribute()
    tried = PackedAttribute(default=dict)
    revision = IntegerAttribute(default=0)

    @classmethod
    def of(cls, charge_point_id: str) -> "TemplateApplied":
        return cls(f"CP#{charge_point_id}", "CONFIGURATION-TEMPLATE")

    def written(self) -> Write:
        """Joins the transaction of a command; this item is then as it was written."""
        unchanged: Condition = TemplateApplied.revision == self.revision
        if self.revision == 0:
            unchanged = TemplateApplied.pk.does_not_exist()
        self.revision += 1
        return put(self, unchanged)


def find(name: str) -> ConfigurationTemplate | None:
    (template,) = fetch(ConfigurationTemplate.of(name))
    return template


def for_pending(charge_point: ChargePoint) -> ConfigurationTemplate | None:
    boot = charge_point.boot or {}
    vendor, model = boot.get("chargePointVendor"), boot.get("chargePointModel")
    if not vendor or not model:
        return None
    (pointer,) = fetch(PendingTemplate.of(vendor, model))
    return find(pointer.name) if pointer else None


def store(
    before: ConfigurationTemplate | None, template: ConfigurationTemplate, *also: Write
) -> None:
    """Create it, or replace what was read; raises Moved, ModelTaken."""
    read_version = before.version if before else None
    as_read = (
        ConfigurationTemplate.pk.exists() & still(ConfigurationTemplate.version, read_version)
        if before
        else ConfigurationTemplate.pk.does_not_exist()
    )
    template.version = (read_version or 0) + 1
    template.by_name_pk, template.by_name_sk = by_name("TEMPLATE", template.name)
    pointers = _pointers(before, template)
    try:
        transact(put(template, as_read), *pointers, *also)
    except Cancelled as error:
        raise (Moved if 0 in error.failed else ModelTaken)(template.name) from error


def remove(template: ConfigurationTemplate, *also: Write) -> None:
    """Raises Moved."""
    as_read = ConfigurationTemplate.pk.exists() & still(
        ConfigurationTemplate.version, template.version
    )
    try:
        transact(delete(template, as_read), *_pointers(template, None), *also)
    except Cancelled as error:
        raise Moved(template.name) from error


def _pointers(
    before: ConfigurationTemplate | None, after: ConfigurationTemplate | None
) -> Sequence[Write]:
    old, new = _pointer(before), _pointer(after)
    writes = []
    if new:
        own = PendingTemplate.pk.does_not_exist() | (PendingTemplate.name == new.name)
        writes.append(put(new, own))
    if old and (new is None or (old.pk, old.sk) != (new.pk, new.sk)):
        writes.append(delete(old, PendingTemplate.name == old.name))
    return writes


def _pointer(template: ConfigurationTemplate | None) -> PendingTemplate | None:
    if not template or not template.apply_while_pending:
        return None
    assert template.vendor, "it is for one model"
    assert template.model, "it is for one model"
    pointer = PendingTemplate.of(template.vendor, template.model)
    pointer.name = template.name
    return pointer
