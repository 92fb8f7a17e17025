"""What somebody with a role would try who means ill: it is refused, and nothing is changed."""

import csv
import gzip
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from moto.backends import get_backend

from api.commands import waiting
from api.http.operations import CSV
from csms.store.reported import inbox
from tests.api.support import Answered, answered, ask, event_of
from tests.conftest import Says
from tests.inbound.support import begun, stop
from tests.issuing import authority
from tests.operators.test_openapi import DESCRIPTION
from tests.operators.world import CP, Clock, Kept
from tests.stored import provision, provision_id_tag
from tests.support import NOON

OTHER = "CP2"
BREAK = "x\r\nCookie=1\r\n\r\n"  # no colon: an identity may be so
BOMB = b64encode(gzip.compress(b" " * 50_000_000)).decode()
FORMULAS = ("=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "'=1")
JSON = "application/json"
FOREIGN = ("role", "version", "createdBy", "connectionId", "pk", "__proto__", "constructor")

NAMES = {"problem", "connectorId", "key"}
"""Parameters of a path that name no object of one charge point: all have connectors, say."""
ELSEWHERE = {
    ("DELETE", "/charge-points/{chargePointId}/reservations/{reservationId}"): 409,  # none there
    # what is revoked opens nothing any more, whoever shows it: it may be one of another CSMS
    ("POST", "/charge-points/{chargePointId}/client-certificates/{sha256}/revoke"): 200,
}
"""What is answered instead of 404 to who asks for an object of CP1 at CP2."""

Operation = tuple[str, str]


def operations() -> Iterator[tuple[Operation, dict[str, Any]]]:
    for path, methods in DESCRIPTION["paths"].items():
        for method, about in methods.items():
            yield (method.upper(), path), about


ALL = dict(operations())


def parameters(path: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", path))


OWNED = [
    (method, path)
    for method, path in ALL
    if "{chargePointId}" in path and parameters(path) - NAMES - {"chargePointId"}
]


def example(operation: Operation) -> dict[str, Any] | None:
    """The body that it takes as JSON, if that is an object."""
    content = ALL[operation].get("requestBody", {}).get("content", {})
    if JSON not in content:
        return None
    value = content[JSON]["examples"]["example"]["value"]
    return value if isinstance(value, dict) else None


TAKING = [operation for operation in ALL if example(operation) is not None]


def items(but: str = "nobody") -> dict[str, Any]:
    """All that is stored, without what is of that charge point, and what tells who did it."""
    tables = get_backend("dynamodb")["123456789012"]["eu-west-1"].tables
    return {
        f"{name} {key.value} {sort.value}": item.to_json()
        for name, table in tables.items()
        for key, partition in table.items.items()
        for sort, item in deepcopy(partition).items()
        if but == "nobody" or not ({but} & set(key.value.split("#")) or "AUDIT" in key.value)
    }


@pytest.fixture(scope="module")
def kept() -> Kept:
    return Kept()


@pytest.fixture
def there(
    kept: Kept, says: Says, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, object]:
    """What there is of CP1; CP2 is there as well, and has nothing."""
    authority(tmp_path, monkeypatch)
    monkeypatch.setattr(waiting, "time", Clock())
    found = kept.populated(says)
    provision(OTHER, security_profile=0)
    return found


def filled(path: str, there: dict[str, object], **other: object) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: str({**there, **other}[name[1]]), path)


@pytest.mark.parametrize("operation", OWNED, ids=" ".join)
def test_what_is_of_one_charge_point_is_not_to_be_had_by_the_path_of_another(
    operation: Operation, there: dict[str, object]
) -> None:
    method, path = operation
    before = items(but=OTHER)
    answer = ask(method, filled(path, there, chargePointId=OTHER), body=example(operation))
    assert answer.status == ELSEWHERE.get(operation, 404), answer.text
    there_now = {name: item for name, item in items(but=OTHER).items() if "REVOKED" not in name}
    assert there_now == before


@pytest.mark.parametrize("operation", TAKING, ids=" ".join)
def test_a_member_that_is_not_for_callers_to_set_is_refused(
    operation: Operation, there: dict[str, object]
) -> None:
    method, path = operation
    before = items()
    sound = example(operation) or {}
    for name in FOREIGN:
        if name in sound:
            continue
        answer = ask(method, filled(path, there), body=sound | {name: "admin"})
        assert answer.status == 400, (name, answer.text)
    assert items() == before


def ambiguous(sound: dict[str, Any]) -> dict[str, str]:
    """Bodies that two readers may read as two things, or that cost more than they are worth."""
    name, text = next(iter(sound), "type"), json.dumps(sound)
    rest = text[1:] if sound else '"type":1}'
    return {
        "a name twice": f'{{"{name}":null,{rest}',
        "NaN": f'{{"{name}":NaN}}',
        "Infinity": f'{{"{name}":-Infinity}}',
        "a number beyond all": f'{{"{name}":{"9" * 5_000}}}',
        "an exponent beyond all": f'{{"{name}":1e999999999}}',
        "depth": f'{{"{name}":{"[" * 50_000}{"]" * 50_000}}}',
        "half a surrogate pair": f'{{"{name}":"\\ud800","x\\udfff":1}}',
        "two bodies": text + text,
        "a list": f"[{text}]",
    }


@pytest.mark.parametrize("operation", TAKING, ids=" ".join)
def test_a_body_that_can_be_read_in_two_ways_or_not_at_all_is_refused(
    operation: Operation, there: dict[str, object]
) -> None:
    method, path = operation
    before = items()
    for kind, text in ambiguous(example(operation) or {}).items():
        answer = ask(method, filled(path, there), body=text)
        assert answer.status == 400, (kind, answer.text)
    assert items() == before


@pytest.mark.parametrize("operation", TAKING, ids=" ".join)
def test_a_compressed_body_is_never_unpacked(
    operation: Operation, there: dict[str, object]
) -> None:
    method, path = operation
    headers = {"content-type": JSON, "content-encoding": "gzip"}
    event = event_of(method, filled(path, there), headers=headers)
    answer = answered(event | {"body": BOMB, "isBase64Encoded": True})
    assert answer.status == 400, answer.text


@pytest.mark.parametrize("operation", ALL, ids=" ".join)
def test_no_line_break_of_a_caller_comes_into_a_header(
    operation: Operation, there: dict[str, object]
) -> None:
    method, path = operation
    paths = [filled(path, there, **{name: BREAK}) for name in parameters(path)]
    body = example(operation)
    bodies = [body, *({**body, name: BREAK} for name in body or () if body)]
    for asked in paths or [path]:
        for query in ({}, {"limit": 1}, {"cursor": BREAK}, {BREAK: BREAK}):
            whole(ask(method, asked, body=body, query=query))
    for each in bodies:
        whole(ask(method, filled(path, there), body=each))


def test_the_header_that_leads_to_the_next_page_is_one_line(says: Says) -> None:
    provision(BREAK, security_profile=0)
    for number in range(2):
        begun(says, charge_point_id=BREAK, connectorId=number + 1, unique_id=f"start-{number}")
    path, headers = f"/charge-points/{BREAK}/transactions", {"accept": CSV}
    answer = ask("GET", path, query={"limit": 1}, headers=headers)
    assert 'rel="next"' in answer.headers["link"]
    whole(answer)


def whole(answer: Answered) -> None:
    assert answer.status < 500
    for name, value in answer.headers.items():
        assert not re.search(r"[\r\n\0]", name + value), (name, value)


def test_headers_of_a_caller_do_not_turn_one_method_or_path_into_another(
    there: dict[str, object],
) -> None:
    before = items()
    for name in ("x-http-method-override", "x-method-override", "x-http-method"):
        assert ask("GET", f"/charge-points/{CP}", headers={name: "DELETE"}).status == 200
    for name in ("x-original-url", "x-rewrite-url", "x-forwarded-prefix"):
        answer = ask("GET", "/charge-points", headers={name: "/audit"}, role="viewer")
        assert CP in answer.text
    assert items() == before


def test_no_cell_of_a_table_is_a_formula(says: Says) -> None:
    """Whatever charge points and operators call things."""
    provision("CP1", security_profile=0)
    for number, formula in enumerate(FORMULAS):
        provision_id_tag(formula.strip(), parent_id_tag=formula.strip())
        inbox.knocked(formula, NOON, source_ip="203.0.113.9", certificate_subject=formula)
        ask("POST", "/charge-points", body={"id": formula, "securityProfile": 0, "password": None})
        running = begun(says, idTag=formula, unique_id=f"start-{number}")
        says(
            "StopTransaction",
            stop(running, idTag=formula, reason="EVDisconnected"),
            unique_id=f"stop-{number}",
        )
    told = 0
    for (method, path), about in ALL.items():
        if method != "GET" or CSV not in about["responses"]["200"].get("content", {}):
            continue
        answer = ask("GET", filled(path, {"chargePointId": "CP1"}), headers={"accept": CSV})
        assert answer.status == 200, answer.text
        cells = [cell for row in csv.reader(StringIO(answer.text)) for cell in row]
        told += sum("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert told >= 3
