from csms.outbound.command import Command, Known
from csms.store.commands.local_lists import LocalList
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration
from csms.store.transactions import Transaction
from outbound.reset import Reset, ResetResponse
from tests.support import NOON


def test_a_command_is_named_after_its_request_and_does_nothing_by_itself() -> None:
    plain = Command(Reset, ResetResponse)
    asked, answer = Reset(type="Hard"), ResetResponse(status="Accepted")
    known = Known(ChargePoint.of("CP1"), NOON)
    assert plain.action == "Reset"
    assert plain.objection(asked, known) is None
    assert [
        *plain.needs(asked, "CP1"),
        *plain.leads_to(asked, known),
        *plain.on_send(asked, known),
        *plain.on_response(asked, answer, known),
        *plain.on_error(asked, known),
        *plain.lists,
        *plain.fills,
    ] == []


def test_what_is_known_is_found_by_its_key() -> None:
    local_list = LocalList.of("CP1")
    known = Known(ChargePoint.of("CP1"), NOON, items={(local_list.pk, local_list.sk): local_list})
    assert known.charge_point_id == "CP1"
    assert known.find(LocalList.of("CP1")) is local_list
    assert known.find(LocalList.of("CP2")) is None
    assert known.find(Configuration(local_list.pk, local_list.sk)) is None


def test_what_is_listed_is_told_apart_by_its_model() -> None:
    one, other = Transaction.of("CP1", 1), LocalList.of("CP1")
    known = Known(ChargePoint.of("CP1"), NOON, listed=[one, other])
    assert known.all(Transaction) == [one]
    assert known.all(Configuration) == []
