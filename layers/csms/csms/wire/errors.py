"""The one table from a failure to OCPP's error code (OCPP-J 1.6 §4.2.3, in 1.6's own spelling)."""

from pydantic import ValidationError

from csms.wire.faults import told


class OcppError(Exception):
    """A CALL that we refuse: its code, and why."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class NotImplementedByUs(OcppError):
    def __init__(self, action: str) -> None:
        super().__init__("NotImplemented", f"{action} is no action of OCPP 1.6")


class NotSupportedByUs(OcppError):
    def __init__(self, action: str) -> None:
        super().__init__("NotSupported", f"{action} is for the CSMS to call")


class Refused(OcppError):
    """The charge point may not say this now (errata to OCPP-J 1.6 §3.10)."""

    def __init__(self, why: str) -> None:
        super().__init__("SecurityError", why)


class OldSocket(Refused):
    """What opened the socket has been changed or deleted since; nothing that it says is kept."""

    def __init__(self, why: str = "what opened this connection no longer counts") -> None:
        super().__init__(why)


def ocpp_error(failure: Exception) -> OcppError:
    """Name a failure for the charge point; what is ours to mend says no more than that it is."""
    if isinstance(failure, OcppError):
        return failure
    return OcppError("InternalError", "the CSMS failed; nothing was acknowledged")


def missing(member: str) -> OcppError:
    return OcppError("OccurenceConstraintViolation", f"{member}: is missing")


def violation(error: ValidationError, place: tuple[str | int, ...] = ()) -> OcppError:
    """What is wrong with a payload that we were sent; a fault in one of ours is no such thing.

    `place` is where in the payload the value stands that was validated.
    """
    first = error.errors(include_url=False)[0]
    match first["type"]:
        case "missing" | "too_short":
            code = "OccurenceConstraintViolation"  # one r: the wire value of 1.6
        case "extra_forbidden" | "string_unicode":
            code = "FormationViolation"
        case kind if kind.endswith(("_type", "_parsing", "_from_float")):
            code = "TypeConstraintViolation"
        case "literal_error" if not isinstance(first["input"], str):
            code = "TypeConstraintViolation"
        case _:
            code = "PropertyConstraintViolation"
    return OcppError(code, f"{'.'.join(map(str, (*place, *first['loc'])))}: {told(first)}")
