"""Client certificates of CP1, issued over the API."""

from typing import Any

from tests.api.support import ask

PATH = "/charge-points/CP1/client-certificates"


def issued(**body: object) -> Any:
    answered = ask("POST", PATH, body=body or {"keyType": "EC"})
    assert answered.status == 201, answered.text
    return answered.json
