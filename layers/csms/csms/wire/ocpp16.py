"""The vocabulary of OCPP 1.6: the types that several actions share."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from csms.wire.meanings import Verbatim
from csms.wire.mending import as_text
from csms.wire.serialization import to_json_types, whole
from csms.wire.tolerance import Deviation, Place

SUBPROTOCOL = "ocpp1.6"

AuthorizationStatus = Literal["Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx"]
AcceptedOrRejected = Literal["Accepted", "Rejected"]
RegistrationStatus = Literal["Accepted", "Pending", "Rejected"]
StopReason = Literal[
    "EmergencyStop",
    "EVDisconnected",
    "HardReset",
    "Local",
    "Other",
    "PowerLoss",
    "Reboot",
    "Remote",
    "SoftReset",
    "UnlockCommand",
    "DeAuthorized",
]
CertificateType = Literal["CentralSystemRootCertificate", "ManufacturerRootCertificate"]


def _is_text(value: str) -> str:
    # pydantic sees to it only where there is a bound to the length
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise PydanticCustomError("string_unicode", "half a surrogate pair is no text") from error
    return value


def _has_no_key(value: str) -> str:
    if "PRIVATE KEY" in value:
        raise ValueError("there is a private key in it, which nobody else should have")
    return value


def _text_of_time(value: object) -> object:
    if isinstance(value, datetime):  # ours, on its way out
        return value
    # pydantic's own parser would take a bare number for seconds since 1970
    if not isinstance(value, str) or value.strip().lstrip("+-").replace(".", "").isdigit():
        raise PydanticCustomError("time_type", "a time is an ISO 8601 string")
    return value


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError("the time is out of range") from error


def spell_time(at: datetime) -> str:
    """UTC with `Z`, in milliseconds: what every charge point understands (§3.14)."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


LONGEST_ID_TAG = 20

Integer = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Text = Annotated[str, AfterValidator(_is_text)]
IdToken = Annotated[str, Verbatim(LONGEST_ID_TAG)]
Certificates = Annotated[str, AfterValidator(_has_no_key)]
"""PEM; files of people often have the private key as well, which is then kept, shown and sent."""

Timestamp = Annotated[
    datetime,
    Field(strict=False),
    BeforeValidator(_text_of_time),
    AfterValidator(_in_utc),
    PlainSerializer(spell_time, when_used="json"),
]
"""Offsets, fractions and missing seconds are understood; no zone means UTC (§3.14, errata 3.10)."""


def is_id_tag(text: str) -> bool:
    """Whether it can be one at all: neither too long nor with control characters (§7.28)."""
    control = any(unicodedata.category(one) == "Cc" for one in text)
    return len(text) <= LONGEST_ID_TAG and not control


@dataclass(frozen=True)
class Call:
    """One call, in either direction: with which charge point, under which id, and when.

    `generation`: of what opened the socket that it came over; see `ChargePoint`.
    """

    charge_point_id: str
    unique_id: str
    at: datetime
    generation: str | None = None


class Payload(BaseModel):
    """camelCase on the wire, snake_case here, JSON's own types, and nothing OCPP does not name."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, extra="forbid", frozen=True, strict=True
    )

    # no private attribute of pydantic's: its default takes longer than reading the message
    __slots__ = ("_mended",)

    def was_mended(self, deviations: Mapping[Place, Deviation], sent: Mapping[str, Any]) -> None:
        """Note what was mended, and the payload as it came."""
        object.__setattr__(self, "_mended", (deviations, sent))

    @property
    def deviations(self) -> list[Deviation]:
        return list(_mended(self).values())

    @property
    def as_sent(self) -> dict[str, Any]:
        """What was mended or left out, by its place, as it came and in JSON's own types.

        Null for a time that was missing, since another stands in its place.
        """
        return {
            whole(".".join(map(str, place))): to_json_types(deviation.came)
            for place, deviation in _mended(self).items()
            if deviation.came is not None or deviation.kind == "NoTime"
        }

    @property
    def unread(self) -> dict[str, str]:
        """The text of the elements that were dropped from lists, by their places."""
        return {
            whole(".".join(map(str, place))): as_text(deviation.came)
            for place, deviation in _mended(self).items()
            if deviation.kind == "Unreadable" and isinstance(place[-1], int)
        }

    @property
    def kept(self) -> dict[str, Any]:
        """As it is stored: what had to be mended stands beside it."""
        as_sent = self.as_sent
        return self.to_wire() | ({"asSent": as_sent} if as_sent else {})

    def came(self, member: str) -> str | None:
        """What stands in a key for a member that was mended: a repetition has the same."""
        deviation = _mended(self).get((member,))
        return f"as sent: {as_text(deviation.came)}" if deviation else None

    def oddities(self) -> Iterable[Deviation]:
        """What is as its schema says and odd all the same."""
        return ()

    @property
    def said(self) -> Mapping[str, Any]:
        """What makes it this message: the payload, as it came where anything had to be mended."""
        sent: Mapping[str, Any] | None = getattr(self, "_mended", _WHOLE)[1]
        return self.to_wire() if sent is None else sent

    def to_wire(self) -> dict[str, Any]:
        """Spell it as OCPP does: an optional field without a value is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


def _mended(payload: Payload) -> Mapping[Place, Deviation]:
    deviations: Mapping[Place, Deviation] = getattr(payload, "_mended", _WHOLE)[0]
    return deviations


_WHOLE: tuple[Mapping[Place, Deviation], None] = ({}, None)


class Request(Payload):
    """What the caller sends; the class bears the action's name."""


class Response(Payload):
    """What the called side answers.

    `tells_nothing`: nor does its call, that is not stored elsewhere.
    """

    tells_nothing: ClassVar[bool] = False


class IdTagInfo(Payload):
    expiry_date: Timestamp | None = None
    parent_id_tag: IdToken | None = None
    status: AuthorizationStatus


class CertificateHashData(Payload):
    """Names a certificate as OCSP does (RFC 6960); only the charge point knows how it counts."""

    hash_algorithm: Literal["SHA256", "SHA384", "SHA512"]
    issuer_name_hash: Annotated[str, Verbatim(128)]
    issuer_key_hash: Annotated[str, Verbatim(128)]
    serial_number: Annotated[str, Verbatim(40)]
