from csms.domain.command_context import CommandContext
from csms.store.commands.local_lists import LocalList
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration
from csms.store.transactions import Transaction
from tests.support import NOON


def test_what_is_known_is_found_by_its_key() -> None:
    local_list = LocalList.of("CP1")
    context = CommandContext(
        ChargePoint.of("CP1"), NOON, items={(local_list.pk, local_list.sk): local_list}
    )
    assert context.charge_point_id == "CP1"
    assert context.find(LocalList.of("CP1")) is local_list
    assert context.find(LocalList.of("CP2")) is None
    assert context.find(Configuration(local_list.pk, local_list.sk)) is None


def test_what_is_listed_is_told_apart_by_its_model() -> None:
    one, other = Transaction.of("CP1", 1), LocalList.of("CP1")
    context = CommandContext(ChargePoint.of("CP1"), NOON, listed=[one, other])
    assert context.all(Transaction) == [one]
    assert context.all(Configuration) == []
