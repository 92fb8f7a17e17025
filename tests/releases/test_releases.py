"""What an older release has left is read, and goes on, by the code of today."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from csms import __version__
from csms.outbound import dispatch
from outbound import COMMANDS
from tests import fleet_steps
from tests.api.support import ask
from tests.conftest import handler_of
from tests.csms import command_steps
from tests.releases import life
from tests.support import Context, Sockets, message

RELEASES = sorted(path.name for path in life.FOLDER.iterdir() if (path / "items.json").exists())
MINUTE = timedelta(minutes=1)


def of(release: str, file: str) -> Any:
    return json.loads((life.FOLDER / release / file).read_text())


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest, store: None, sockets: Sockets) -> str:
    """Its data are in the store."""
    life.put(of(request.param, "items.json"))
    return str(request.param)


def differs(before: Any, now: Any, where: str) -> Iterator[str]:
    """What was told and is told otherwise now; what is told beside it is new."""
    if isinstance(before, dict) and isinstance(now, dict):
        for name, value in before.items():
            yield from differs(value, now.get(name), f"{where}.{name}")
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from differs(one, other, f"{where}[{number}]")
    elif before != now:
        yield f"{where} was {before!r} and is {now!r}"


def test_this_release_has_left_its_data() -> None:
    assert __version__ in RELEASES


def test_every_list_tells_what_it_told(release: str) -> None:
    told = of(release, "answers.json")
    now = dict(life.told())
    wrong = [one for path, before in told.items() for one in differs(before, now.get(path), path)]
    assert wrong == []
    assert len(told) > 100


def test_the_data_have_something_of_most_kinds() -> None:
    """Those that it lacks come of an authority, of files, and of what repeats the others."""
    stored = [row for rows in of(RELEASES[-1], "items.json").values() for row in rows]
    keys = [(row["pk"]["S"].partition("#")[0], row["sk"]["S"].partition("#")[0]) for row in stored]
    assert len({(pk, sk) for pk, sk in keys if not sk[:1].isdigit()}) >= 35
    assert any("B" in attribute for row in stored for attribute in row.values())


def test_a_transaction_that_runs_goes_on_and_ends(release: str, sockets: Sockets) -> None:
    (running,) = (
        one
        for one in of(release, "answers.json")["/charge-points/CP1/transactions"]["items"]
        if one["connectorId"] == 2 and one["status"] == "running"
    )
    number = running["transactionId"]
    at = "2026-06-02T19:00:00Z"
    values = [{"timestamp": at, "sampledValue": fleet_steps.SAMPLES}]
    said = {"connectorId": 2, "transactionId": number, "meterValue": values}
    assert life.says("MeterValues", said, 1860, sockets) == {}
    stop = {"transactionId": number, "meterStop": 14200, "timestamp": at, "idTag": "CARD-1"}
    answer = life.says("StopTransaction", stop, 1861, sockets)
    assert answer["idTagInfo"]["status"] == "Accepted"
    now = ask("GET", f"/charge-points/CP1/transactions/{number}", at=life.LATER).json
    assert (now["energy"], now["meterStop"]) == (10000, 14200)
    metered = ask("GET", f"/charge-points/CP1/transactions/{number}/meter-values", at=life.LATER)
    assert len(metered.json["items"]) > 1


def test_a_command_that_is_open_ends_and_the_one_behind_it_leaves(
    release: str, sockets: Sockets
) -> None:
    answer = message('[3,"open",{"status":"Accepted"}]', at=life.LATER)
    handler_of("$default")(answer, Context())
    assert command_steps.status("open") == "Answered"
    dispatch.drain(COMMANDS, "CP1", life.LATER)
    assert sockets.frames[-1][1:] == ["waiting", "ClearCache", {}]
    command_steps.answer("waiting", at=life.LATER + MINUTE)
    assert command_steps.status("waiting") == "Answered"
