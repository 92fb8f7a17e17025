from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from pydantic import BaseModel

from csms.wire.members import Member, members_of
from csms.wire.times import misspelled
from outbound import COMMANDS
from outbound.reserve_now import ReserveNow

TIMED = {
    "GetDiagnostics": 2,
    "GetLog": 2,
    "RemoteStartTransaction": 3,
    "ReserveNow": 1,
    "SendLocalList": 1,
    "SetChargingProfile": 3,
    "SignedUpdateFirmware": 2,
    "UpdateFirmware": 1,
}


@pytest.mark.parametrize(
    "time",
    ["2027-01-01T00:00:00Z", "2027-01-01T00:00:00.123456+02:00", "2027-01-01T00:00:00"],
)
def test_a_date_with_its_time_passes(time: str) -> None:
    assert list(misspelled(ReserveNow, {"expiryDate": time})) == []


@pytest.mark.parametrize(
    "time", ["2027-01-01", "soon", "2027-01-01 00:00:00", "2027-01-01T00:00", "20270101T000000Z"]
)
def test_what_ocpp_takes_for_no_time_is_named(time: str) -> None:
    assert list(misspelled(ReserveNow, {"expiryDate": time})) == [("expiryDate",)]


def test_every_time_of_every_command_is_looked_at_however_deep() -> None:
    found = {}
    for action, command in COMMANDS.items():
        payload = _with_dates(command.request)
        found[action] = len(list(misspelled(command.request, payload)))
    assert {action: times for action, times in found.items() if times} == TIMED


def _with_dates(model: type[BaseModel]) -> dict[str, Any]:
    return {member.alias: value for member in members_of(model) for value in _dates(member)}


def _dates(member: Member) -> Iterator[Any]:
    if member.base is datetime:
        yield "2027-01-01"
    elif member.model:
        yield _with_dates(member.model)
    elif member.element:
        yield [*_dates(member.element)]
