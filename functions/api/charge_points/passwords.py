"""Passwords of charge points: what OCPP takes for one, as settings."""

from typing import Annotated

from pydantic import AfterValidator, Field

from csms.credentials import key_bytes


def _of_ocpp(value: str) -> str:
    if not 16 <= len(key_bytes(value)) <= 20:
        raise ValueError("should be 16 to 20 characters, or an even number of 32 to 40 hex digits")
    return value


Password = Annotated[
    str,
    Field(max_length=40, json_schema_extra={"pattern": "^(.{1,20}|([0-9A-Fa-f]{2}){16,20})$"}),
    AfterValidator(_of_ocpp),
]
"""As OCPP wants AuthorizationKey to be (C-36)."""
