"""A configuration template, as an operator sends it and as it is shown."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from api.http.models import Body, Page, Time, View
from csms.redaction import names_a_secret, without_secrets
from csms.store.provisioned import configuration_templates as store

MOST_KEYS = 100

EXAMPLE: dict[str, object] = {
    "name": "ACME X1",
    "vendor": "ACME",
    "model": "X1",
    "description": "Samples of the energy register, every minute.",
    "values": {"MeterValueSampleInterval": "60", "HeartbeatInterval": "300"},
    "applyWhilePending": True,
    "changedAt": "2026-06-01T12:00:00.000Z",
}


def _for_many(values: dict[str, str]) -> dict[str, str]:
    seen: set[str] = set()
    for key, value in values.items():
        if names_a_secret(key) or without_secrets(value) != value:
            raise ValueError(f"{key} is a secret, or has one: a template would show it")
        if key.casefold() in seen:
            raise ValueError(f"{key} is named twice: case does not count")
        seen.add(key.casefold())
    return values


Text20 = Annotated[str, Field(min_length=1, max_length=20)]
Key = Annotated[str, Field(min_length=1, max_length=50)]
Value = Annotated[str, Field(max_length=500)]
Values = Annotated[
    dict[Key, Value], Field(min_length=1, max_length=MOST_KEYS), AfterValidator(_for_many)
]


class NewTemplate(Body):
    """Without a vendor or a model it is for any."""

    vendor: Text20 | None = None
    model: Text20 | None = None
    description: Annotated[str, Field(max_length=1000)] | None = None
    values: Values
    apply_while_pending: bool = False

    @model_validator(mode="after")
    def _is_for_one_model(self) -> "NewTemplate":
        if self.apply_while_pending and not (self.vendor and self.model):
            raise ValueError("applyWhilePending needs a vendor and a model")
        return self


class ConfigurationTemplate(View):
    name: str
    vendor: str | None = None
    model: str | None = None
    description: str | None = None
    values: dict[str, str]
    apply_while_pending: bool
    changed_at: Time


class ConfigurationTemplates(Page[ConfigurationTemplate]):
    pass


def taken_from(name: str, body: NewTemplate, at: datetime) -> store.ConfigurationTemplate:
    template = store.ConfigurationTemplate.of(name)
    template.name = name
    template.vendor = body.vendor
    template.model = body.model
    template.description = body.description
    template.values = body.values
    template.apply_while_pending = body.apply_while_pending
    template.changed_at = at
    return template


def view(template: store.ConfigurationTemplate) -> ConfigurationTemplate:
    return ConfigurationTemplate(
        name=template.name,
        vendor=template.vendor,
        model=template.model,
        description=template.description,
        values=template.values,
        apply_while_pending=template.apply_while_pending,
        changed_at=template.changed_at,
    )
