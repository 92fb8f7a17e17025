"""Secrets, each another, and where they can be read."""

import base64
import json
from collections.abc import Iterator
from io import StringIO
from itertools import count
from typing import Any

from moto.backends import get_backend

from api.app import ROLES
from tests.api.support import Answered
from tests.csms.command_steps import take_tasks

_numbers = count(1)


class Secrets:
    """Each is another; what knows one knows by which way it came."""

    def __init__(self) -> None:
        self.ways: dict[str, str] = {}

    def text(self, way: str) -> str:
        return self._kept(f"sesame-{next(_numbers):02d}-Opens!", way)

    def hex(self, way: str) -> str:
        """A key that stands for bytes."""
        return self._kept(f"Key-{next(_numbers):02d}-that-is-hex!".encode().hex(), way)

    def lines(self, pem: str, way: str) -> int:
        """Every line of a private key is one, but the first of all, which says what key it is."""
        _, *lines = (line for line in pem.splitlines() if "-----" not in line)
        return len([self._kept(line, way) for line in lines])

    def _kept(self, secret: str, way: str) -> str:
        self.ways[secret] = way
        return secret

    def found_in(self, text: str) -> set[str]:
        """The ways by which what is in the text got there."""
        folded = text.casefold()
        return {
            way
            for secret, way in self.ways.items()
            if any(form.casefold() in folded for form in _forms(secret))
        }


def _forms(secret: str) -> Iterator[str]:
    yield secret
    meant = [secret.encode()]
    try:
        meant.append(bytes.fromhex(secret))
        yield meant[1].decode()
    except ValueError:
        yield secret.encode().hex()
    for one in meant:
        for before in (b"", b"C", b"CP"):  # Base64 has three ways to spell what is inside another
            spelled = base64.b64encode(before + one).decode()
            yield spelled[4 if before else 0 : -4]


def leaks(secrets: Secrets, asks: Any, answers: list[Answered], log: StringIO) -> set[str]:
    """Where what came how can be read."""
    for method, path in ROLES:
        if method == "GET":
            for charge_point_id in ("CP1", "NEW-0", "CP-0001"):
                asks("GET", path.replace("{chargePointId}", charge_point_id))
    tables = get_backend("dynamodb")["123456789012"]["eu-west-1"].tables
    items = [
        json.dumps(item.to_json(), default=str)
        for table in tables.values()
        for partition in table.items.values()
        for item in partition.values()
    ]
    places = {
        "tables": items,
        "tasks": list(map(json.dumps, take_tasks())),
        "log": [log.getvalue()],
        "answers": [f"{answer.text} {answer.headers}" for answer in answers],
    }
    assert all(places[name] for name in ("tables", "log", "answers"))
    return {
        f"{place}: {way}"
        for place, texts in places.items()
        for text in texts
        for way in secrets.found_in(text)
    }
