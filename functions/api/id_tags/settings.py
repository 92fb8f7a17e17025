"""What operators set for an id tag, as one sends it and as it then is."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic.alias_generators import to_camel
from pynamodb.expressions.update import Action

from api.http.models import Change, Time, in_a_path
from csms.store.provisioned import id_tags
from csms.store.provisioned.id_tags import LONGEST, IdTag
from csms.wire.ocpp16 import spell_time

Token = Annotated[str, Field(min_length=1, max_length=LONGEST)]
NewToken = Annotated[Token, AfterValidator(in_a_path)]


class IdTagChange(Change):
    parent_id_tag: Token | None = None
    expiry_date: Time | None = None
    blocked: bool = False
    max_active_transactions: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class NewIdTag(IdTagChange):
    id_tag: NewToken


@dataclass(frozen=True)
class Settings:
    id_tag: str
    parent_id_tag: str | None = None
    expiry_date: datetime | None = None
    blocked: bool = False
    max_active_transactions: int | None = None

    @classmethod
    def of(cls, tag: IdTag) -> "Settings":
        return cls(
            tag.id_tag,
            tag.parent_id_tag,
            tag.expiry_date,
            tag.blocked,
            tag.max_active_transactions,
        )


def after(tag: IdTag | None, given: IdTagChange) -> Settings:
    """What is set once the change is done; without a tag the change has a new one's name."""
    if tag is None:
        return Settings(**{name: getattr(given, name) for name in given.model_fields_set})
    wanted = given.model_fields_set - {"id_tag"}
    return replace(Settings.of(tag), **{name: getattr(given, name) for name in wanted})


def changed(tag: IdTag | None, settings: Settings) -> dict[str, object]:
    """What the change does, as the API names it."""
    before = None if tag is None else Settings.of(tag)
    return {
        to_camel(one.name): _spelled(getattr(settings, one.name))
        for one in fields(settings)
        if getattr(settings, one.name) != getattr(before, one.name, one.default)
    }


def actions_of(settings: Settings) -> list[Action]:
    return id_tags.settings(
        settings.id_tag,
        settings.parent_id_tag,
        settings.expiry_date,
        settings.blocked,
        settings.max_active_transactions,
    )


def _spelled(value: object) -> object:
    return spell_time(value) if isinstance(value, datetime) else value
