"""Types and words that messages share, security events, and error codes."""

from csms.wire.security_events import CRITICAL, NOT_CRITICAL
from csms_tools.conformance.schemas import MOST_WORDS, NAMES, fields, leaves, official
from csms_tools.conformance.schemas import types as shared

SENT: dict[str, str] = {
    "NotImplemented": "an action that OCPP 1.6 does not have",
    "NotSupported": "an action that is for the CSMS to call",
    "InternalError": "the CSMS failed, or ran out of time: nothing was acknowledged",
    "SecurityError": "the registration is not Accepted; what opened the connection counts no "
    "longer, or its certificate has expired",
    "FormationViolation": "no JSON, no CALL, nested too deep; a field that is not known (`Strict`)",
    "PropertyConstraintViolation": "a value that is out of its bounds, or no word of its list",
    "OccurenceConstraintViolation": "a field that is missing",
    "TypeConstraintViolation": "a value of another type",
    "ProtocolError, GenericError": "nothing; they are understood",
}
"""What each error code of OCPP-J is sent for; spelled as OCPP 1.6 does, one `r` included."""


def types() -> str:
    rows = ["| type | fields |", "|---|---|"]
    rows += [f"| {name} | {fields(schema)} |" for name, schema in shared().items()]
    return "\n".join(rows)


def words() -> str:
    """Lists that are too long to stand with their field; the same list once."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in NAMES:
        for place, schema in leaves(official(name)):
            if len(schema.get("enum", ())) > MOST_WORDS:
                found.setdefault(tuple(schema["enum"]), []).append(f"`{name}.{place}`")
    rows = ["| field | words |", "|---|---|"]
    rows += [f"| {', '.join(places)} | {', '.join(listed)} |" for listed, places in found.items()]
    return "\n".join(rows)


def security_events() -> str:
    return "\n".join(
        [
            "| critical | types |",
            "|---|---|",
            f"| yes | {', '.join(sorted(CRITICAL))} |",
            f"| no | {', '.join(sorted(NOT_CRITICAL))} |",
        ]
    )


def error_codes() -> str:
    rows = ["| code | the CSMS answers it for |", "|---|---|"]
    rows += [f"| {code} | {why} |" for code, why in SENT.items()]
    return "\n".join(rows)
