"""What is provisioned at the start: charge points and id tags from a YAML file.

All faults of a seed are told, each in a line `FILE:LINE: reason`, before anything is started or
written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from csms.credentials import key_bytes
from csms_tools.local.yaml_lines import Document, Misplaced, Place

DEMO = Path(__file__).with_name("demo_seed.yaml")
FLEET = Path(__file__).with_name("demo_fleet.yaml")
"""Of `csms demo`."""


def _identity(value: str) -> str:
    if ":" in value:
        raise ValueError("basic authentication cannot carry a ':'")
    return value


def _profile(value: int) -> int:
    if not 0 <= value <= 3:
        raise ValueError("should be 0, 1, 2 or 3")
    return value


def password_of_ocpp(value: str) -> str:
    """As OCPP wants AuthorizationKey to be (C-36)."""
    if not 16 <= len(key_bytes(value)) <= 20:
        raise ValueError("should be 16 to 20 characters, or an even number of 32 to 40 hex digits")
    return value


IdToken = Annotated[str, Field(min_length=1, max_length=20)]


class _Entry(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True, strict=True)


class ChargePoint(_Entry):
    id: Annotated[str, Field(min_length=1), AfterValidator(_identity)]
    security_profile: Annotated[int, AfterValidator(_profile)]
    password: Annotated[str, AfterValidator(password_of_ocpp)] | None = None
    registration: Literal["Accepted", "Pending", "Rejected"] | None = None
    interval: Annotated[int, Field(ge=1)] | None = None
    serial_number: Annotated[str, Field(min_length=1, max_length=25)] | None = None
    certificate_renewal: bool = False
    configuration_after_boot: bool = False
    local_list_in_step: bool = False
    profiles_after_boot: bool = False
    status_after_reconnect: bool = False
    automatic_distance: Annotated[int, Field(ge=1, le=86_400)] | None = None

    @model_validator(mode="after")
    def _what_its_profile_needs(self) -> "ChargePoint":
        if (self.security_profile in (1, 2)) != (self.password is not None):
            verb = "needs a" if self.security_profile in (1, 2) else "has no"
            raise ValueError(f"securityProfile {self.security_profile} {verb} password")
        if self.security_profile == 3 and self.serial_number is None:
            raise ValueError("securityProfile 3 needs a serialNumber: certificates name it")
        return self


class IdTag(_Entry):
    id_tag: IdToken
    parent_id_tag: IdToken | None = None
    expiry_date: Annotated[AwareDatetime, Field(strict=False)] | None = None
    blocked: bool = False
    max_active_transactions: Annotated[int, Field(ge=1)] | None = None


class Seed(_Entry):
    charge_points: list[ChargePoint] = []
    id_tags: list[IdTag] = []


@dataclass(frozen=True)
class Outcome:
    """What a seed has made, and a sentence about each that it names and that was left otherwise."""

    charge_points: int
    id_tags: int
    left: tuple[str, ...] = ()


class SeedFile:
    def __init__(self, path: Path) -> None:
        """Read and judge it. Raises Misplaced."""
        self._document = Document(path)
        self.path = path
        self.seed = self._document.parsed_as(Seed)
        faults = [
            *_twice("chargePoints", "id", [point.id for point in self.seed.charge_points]),
            *_twice("idTags", "idTag", [tag.id_tag for tag in self.seed.id_tags]),
        ]
        if faults:
            raise self._document.errors(faults)

    def misplaced(self, place: Place, reason: object) -> Misplaced:
        return self._document.error(place, str(reason))


def _twice(items: str, key: str, values: list[str]) -> Iterator[tuple[Place, str]]:
    seen: set[str] = set()
    for number, value in enumerate(values):
        if value.casefold() in seen:
            yield (items, number, key), f"{value} is there twice (case does not count)"
        seen.add(value.casefold())
