"""The vocabulary of OCPP 1.6: the types that several actions share."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

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

SUBPROTOCOL = "ocpp1.6"

CENTRAL_SYSTEM_ACTIONS = frozenset(
    {
        "CancelReservation",
        "CertificateSigned",
        "ChangeAvailability",
        "ChangeConfiguration",
        "ClearCache",
        "ClearChargingProfile",
        "DeleteCertificate",
        "ExtendedTriggerMessage",
        "GetCompositeSchedule",
        "GetConfiguration",
        "GetDiagnostics",
        "GetInstalledCertificateIds",
        "GetLocalListVersion",
        "GetLog",
        "InstallCertificate",
        "RemoteStartTransaction",
        "RemoteStopTransaction",
        "ReserveNow",
        "Reset",
        "SendLocalList",
        "SetChargingProfile",
        "SignedUpdateFirmware",
        "TriggerMessage",
        "UnlockConnector",
        "UpdateFirmware",
    }
)
"""What only the CSMS may call (DataTransfer goes both ways): OCPP 1.6 §5, whitepaper §4 to §7."""

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


Integer = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Text = Annotated[str, AfterValidator(_is_text)]
IdToken = Annotated[str, Field(max_length=20)]
Timestamp = Annotated[
    datetime,
    Field(strict=False),
    BeforeValidator(_text_of_time),
    AfterValidator(_in_utc),
    PlainSerializer(spell_time, when_used="json"),
]
"""Offsets, fractions and missing seconds are understood; no zone means UTC (§3.14, errata 3.10)."""


@dataclass(frozen=True)
class Call:
    """One call, in either direction: with which charge point, under which id, and when."""

    charge_point_id: str
    unique_id: str
    at: datetime


class Payload(BaseModel):
    """camelCase on the wire, snake_case here, JSON's own types, and nothing OCPP does not name."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, extra="forbid", frozen=True, strict=True
    )

    def to_wire(self) -> dict[str, Any]:
        """Spell it as OCPP does: an optional field without a value is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Request(Payload):
    """What the caller sends; the class bears the action's name."""


class Response(Payload):
    """What the called side answers."""


class IdTagInfo(Payload):
    expiry_date: Timestamp | None = None
    parent_id_tag: IdToken | None = None
    status: AuthorizationStatus


class DataTransfer(Request):
    """The same in both directions (§4.3, §5.6)."""

    vendor_id: Annotated[str, Field(max_length=255)]
    message_id: Annotated[str, Field(max_length=50)] | None = None
    data: Text | None = None


class DataTransferResponse(Response):
    status: Literal["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"]
    data: Text | None = None


class SampledValue(Payload):
    """One reading; what a charge point leaves out has the defaults of §7.43 (`domain.metering`)."""

    value: Text
    context: (
        Literal[
            "Interruption.Begin",
            "Interruption.End",
            "Sample.Clock",
            "Sample.Periodic",
            "Transaction.Begin",
            "Transaction.End",
            "Trigger",
            "Other",
        ]
        | None
    ) = None
    format: Literal["Raw", "SignedData"] | None = None
    measurand: (
        Literal[
            "Energy.Active.Export.Register",
            "Energy.Active.Import.Register",
            "Energy.Reactive.Export.Register",
            "Energy.Reactive.Import.Register",
            "Energy.Active.Export.Interval",
            "Energy.Active.Import.Interval",
            "Energy.Reactive.Export.Interval",
            "Energy.Reactive.Import.Interval",
            "Power.Active.Export",
            "Power.Active.Import",
            "Power.Offered",
            "Power.Reactive.Export",
            "Power.Reactive.Import",
            "Power.Factor",
            "Current.Import",
            "Current.Export",
            "Current.Offered",
            "Voltage",
            "Frequency",
            "Temperature",
            "SoC",
            "RPM",
        ]
        | None
    ) = None
    phase: (
        Literal["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"] | None
    ) = None
    location: Literal["Cable", "EV", "Inlet", "Outlet", "Body"] | None = None
    unit: (
        Literal[
            "Wh",
            "kWh",
            "varh",
            "kvarh",
            "W",
            "kW",
            "VA",
            "kVA",
            "var",
            "kvar",
            "A",
            "V",
            "K",
            "Celcius",  # both spellings are in use (errata to OCPP-J §2.1)
            "Celsius",
            "Fahrenheit",
            "Percent",
            "Hertz",  # in the schema of MeterValues, not in that of StopTransaction
        ]
        | None
    ) = None


class MeterValue(Payload):
    timestamp: Timestamp
    sampled_value: Annotated[list[SampledValue], Field(min_length=1)]


class CertificateHashData(Payload):
    """Names a certificate as OCSP does (RFC 6960); only the charge point knows how it counts."""

    hash_algorithm: Literal["SHA256", "SHA384", "SHA512"]
    issuer_name_hash: Annotated[str, Field(max_length=128)]
    issuer_key_hash: Annotated[str, Field(max_length=128)]
    serial_number: Annotated[str, Field(max_length=40)]
