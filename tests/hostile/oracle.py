"""What must be answered to a text, by OCPP-J 1.6 and RFC 8259: nothing of ours decides here.

A CALL whose id can be read gets one answer, with that id; nothing else gets any. The id can be read
once `[2,"<id>"` stands at the beginning, whatever comes behind it. Strict takes what the schema
takes; Lenient takes every payload but one that lacks something essential.
"""

import json
import re
import sys
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft4Validator

from tests.hostile.payloads import REQUESTS, official

OF_THE_CENTRAL_SYSTEM = frozenset(
    # OCPP 1.6 §4, whitepaper: what a charge point may call
    {
        "Authorize",
        "BootNotification",
        "DataTransfer",
        "DiagnosticsStatusNotification",
        "FirmwareStatusNotification",
        "Heartbeat",
        "LogStatusNotification",
        "MeterValues",
        "SecurityEventNotification",
        "SignCertificate",
        "SignedFirmwareStatusNotification",
        "StartTransaction",
        "StatusNotification",
        "StopTransaction",
    }
)
# OCPP-J 1.6 §4.2.3. The others of its table say that the CSMS failed, or that the charge point is
# not accepted; neither is so here.
OF_A_PAYLOAD = {
    "FormationViolation",
    "OccurenceConstraintViolation",
    "PropertyConstraintViolation",
    "TypeConstraintViolation",
}
LONGEST_DESCRIPTION = 255
DEEP = 100
CONNECTORS = range(41)  # those that payloads name which are right

_SPACE = "[ \t\n\r]*"  # JSON's; Python's \s is more
_STRING = r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*"'
_HEAD = re.compile(f"{_SPACE}\\[{_SPACE}2{_SPACE},{_SPACE}({_STRING})")
_BEYOND_NUMBERS = re.compile(r"\d[eE][+-]?\d{19}")  # JSON's, but nobody's
_RFC3339 = re.compile(r"(\d{4})-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def readable_id(text: str) -> str | None:
    """The id of a CALL; None for what is no CALL, or none that could be answered."""
    head = _HEAD.match(text)
    return json.loads(head[1]) if head else None


def assert_answered(
    text: str, answers: list[str], *, strict: bool = False, accepted: bool = True
) -> None:
    """That these answers, and no others, are right for the text.

    `strict`: the Validation; `accepted`: the registration.
    """
    unique_id = readable_id(text)
    if unique_id is None:
        assert answers == [], "an answer to what is no CALL"
        return
    assert len(answers) == 1, ("a CALL is answered once", text[:200])
    match json.loads(answers[0], parse_constant=_refuse):
        case [3, str(answered), dict(result)]:
            assert answered == unique_id
            _assert_result(text, result, strict=strict)
        case [4, str(answered), str(code), str(description), {**details}]:
            assert answered == unique_id
            assert details == {}
            assert len(description) <= LONGEST_DESCRIPTION
            refusals = set() if accepted else {"SecurityError"}
            assert code in _codes(text, strict=strict) | refusals, (code, text[:200])
        case other:
            raise AssertionError(f"no answer of OCPP-J: {other}")


def _assert_result(text: str, result: dict[str, Any], *, strict: bool) -> None:
    call = _call(text)
    assert call, "only a CALL that is whole has a result"
    action, payload = call
    assert action in OF_THE_CENTRAL_SYSTEM, "only a CALL that is understood has a result"
    assert _fits(f"{action}Response", result)
    if strict:
        assert _fits(action, payload), "Strict takes only what the schema takes"
    else:
        assert not _lacks(action, _exact(text)), "something essential is lacking"


def _codes(text: str, *, strict: bool) -> set[str]:
    """The codes that a refusal of this CALL may have."""
    call = _call(text)
    if call is None or _BEYOND_NUMBERS.search(text):
        return {"FormationViolation"}
    if text.count("[") + text.count("{") > DEEP:
        # whoever takes it apart first may give up, and then the action is not seen
        return OF_A_PAYLOAD | {"NotImplemented", "NotSupported"}
    action, payload = call
    if action not in REQUESTS:
        return {"NotImplemented"}
    if action not in OF_THE_CENTRAL_SYSTEM:
        return {"NotSupported"}
    if strict:
        right = _fits(action, payload) and _within_reach(payload)
        return set() if right else OF_A_PAYLOAD
    if _lacks(action, _exact(text)):
        return OF_A_PAYLOAD
    if action == "StatusNotification" and payload["connectorId"] not in CONNECTORS:
        return {"PropertyConstraintViolation"}  # a charge point has only so many
    return set()


def _lacks(action: str, payload: dict[str, Any]) -> bool:
    """Whether there is no sense in a payload, however much in it is mended."""

    def absent(*names: str) -> bool:
        return all(payload.get(name) is None for name in names)

    match action:
        case "Authorize":
            return absent("idTag")
        case "BootNotification":
            return absent("chargePointVendor", "chargePointModel")
        case "DataTransfer":
            return absent("vendorId")
        case "MeterValues" | "StopTransaction":
            return not absent("transactionId") and not _is_whole(payload["transactionId"])
        case "SecurityEventNotification":
            return absent("type")
        case "SignCertificate":
            return absent("csr")
        case "StartTransaction":
            return absent("idTag") or not _is_whole(payload.get("connectorId"))
        case "StatusNotification" if not _is_whole(payload.get("connectorId")):
            return True
        case "Heartbeat":
            return False
        case _:
            return payload.get("status") in (None, "")


def _is_whole(value: object) -> bool:
    """Whether a value is a whole number of 64 bits, or the text of one."""
    match value:
        case bool():
            return False
        case str():
            text = value.strip()
            whole = re.fullmatch(r"[+-]?\d{1,19}(\.0*)?", text)
            return whole is not None and _is_whole(Decimal(text))
        case int() | Decimal():
            return -(2**63) <= value < 2**63 and value == int(value)
        case _:
            return False


def _exact(text: str) -> dict[str, Any]:
    """The payload of a CALL that is whole, its fractions to the last digit."""
    payload: dict[str, Any] | None = json.loads(text, parse_float=Decimal)[3]
    return payload or {}


def _call(text: str) -> Any:
    """Its action and payload, None unless it is whole: `[2, id, action, payload]`."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(6_000)
    try:
        frame = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    finally:
        sys.setrecursionlimit(limit)
    match frame:
        case [2, str(), str(action), dict() | None as payload]:
            return action, payload or {}  # null for {}: §4.2.1
    return None


def _fits(name: str, payload: Any) -> bool:
    return bool(_validator(name).is_valid(payload))


@cache
def _validator(name: str) -> Any:
    return Draft4Validator(official(name))


def _within_reach(value: Any) -> bool:
    """Whether a payload that fits its schema can be taken at all.

    The schemas bound no integer, check no time and know nothing of half a surrogate pair.
    """
    match value:
        case dict():
            times = [one for name, one in value.items() if name == "timestamp"]
            # the schema of StopTransaction alone lets a meter value have no sample
            empty = value.get("sampledValue") == []
            parts = map(_within_reach, value.values())
            return not empty and all(map(_is_time, times)) and all(parts)
        case list():
            return all(map(_within_reach, value))
        case str():
            return not any("\ud800" <= letter <= "\udfff" for letter in value)
        case int():
            return -(2**63) <= value < 2**63
        case _:
            return True


def _is_time(text: str) -> bool:
    match = _RFC3339.fullmatch(text)
    try:
        # at both ends of the calendar an offset leads out of it
        return match is not None and 1 < int(match[1]) < 9999 and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
