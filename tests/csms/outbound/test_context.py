import pytest
from pydantic import ValidationError

from csms.domain.command_context import CommandContext
from csms.domain.guards import group_of
from csms.outbound.command import AnswerNeeds, Command
from csms.outbound.context import answer_context, read_context, request_of
from csms.store.commands.local_lists import LocalList
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.configuration import Configuration
from csms.store.reported.connections import Connection
from csms.store.table import StateItem, perform, put
from outbound.remote_start_transaction import RemoteStartTransaction, command
from outbound.reset import Reset, ResetResponse
from tests.csms.command_steps import connected
from tests.stored import provision_id_tag
from tests.support import NOON


class Listed(StateItem, discriminator="listed, for the tests"):
    PREFIX = "LISTED#"


def context(request: RemoteStartTransaction) -> CommandContext:
    found = read_context(command, request, "CP1", NOON, "command-1")
    assert found
    return found


def test_a_payload_is_a_request_in_the_words_of_ocpp_alone() -> None:
    assert request_of(command, {"idTag": "A"}) == RemoteStartTransaction(id_tag="A")
    with pytest.raises(ValidationError):
        request_of(command, {"id_tag": "A"})


@pytest.mark.parametrize(
    ("payload", "place"),
    [
        ({"idTag": "A", "connectorId": None}, ("connectorId",)),
        ({"idTag": None}, ("idTag",)),
        (
            {"idTag": "A", "chargingProfile": {"periods": [{}, {"numberPhases": None}]}},
            ("chargingProfile", "periods", 1, "numberPhases"),
        ),
    ],
)
def test_null_is_no_value(payload: dict[str, object], place: tuple[str | int, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        request_of(command, payload)
    (fault,) = refused.value.errors()
    assert (fault["loc"], fault["msg"]) == (place, "null is no value; leave the member out")


@pytest.mark.usefixtures("cp1")
def test_what_a_command_needs_is_there_if_anything_is() -> None:
    perform(put(Configuration.of("CP1")))
    found = context(RemoteStartTransaction(id_tag="CARD"))
    assert (found.charge_point_id, found.at, found.command_id) == ("CP1", NOON, "command-1")
    assert found.find(Configuration.of("CP1"))
    assert found.find(IdTag.of("CARD")) is None
    assert found.find(LocalList.of("CP1")) is None


@pytest.mark.usefixtures("cp1")
def test_a_tag_leads_to_its_group() -> None:
    provision_id_tag("CARD", parent_id_tag="GROUP")
    provision_id_tag("GROUP", blocked=True)
    group = context(RemoteStartTransaction(id_tag="card")).find(IdTag.of("group"))
    assert group
    assert group.blocked


@pytest.mark.usefixtures("cp1")
def test_what_a_command_lists_is_of_its_charge_point_alone() -> None:
    for pk, sk in (("CP#CP1", "LISTED#1"), ("CP#CP1", "LISTED#2"), ("CP#CP2", "LISTED#3")):
        perform(put(Listed(pk, sk)))
    lists = Command(Reset, ResetResponse, lists=(Listed,))
    found = read_context(lists, Reset(type="Hard"), "CP1", NOON)
    assert found
    assert [item.sk for item in found.all(Listed)] == ["LISTED#1", "LISTED#2"]


@pytest.mark.usefixtures("store")
def test_nothing_is_known_of_a_charge_point_that_is_not_there() -> None:
    assert read_context(command, RemoteStartTransaction(id_tag="A"), "CP9", NOON) is None


@pytest.mark.usefixtures("cp1")
def test_what_is_read_beside_it_is_found_as_well() -> None:
    connected()
    request = RemoteStartTransaction(id_tag="A")
    found = read_context(command, request, "CP1", NOON, beside=(Connection.of("CP1"),))
    assert found
    assert found.find(Connection.of("CP1"))


@pytest.mark.usefixtures("cp1")
def test_for_an_answer_only_what_follows_from_it_is_read_and_not_the_charge_point() -> None:
    provision_id_tag("CARD", parent_id_tag="GROUP")
    perform(put(Configuration.of("CP1")))
    perform(put(Listed("CP#CP1", "LISTED#1")))
    told = Command(
        Reset,
        ResetResponse,
        needs=lambda *_: [Configuration.of("CP1")],
        answer_needs=AnswerNeeds(
            needs=lambda *_: [IdTag.of("CARD")],
            leads_to=lambda _, context: group_of(context, "CARD"),
            lists=(Listed,),
        ),
    )
    provision_id_tag("GROUP")
    request, at_hand = Reset(type="Hard"), ChargePoint.of("CP1")
    found = answer_context(told, request, at_hand, NOON, "command-1", NOON)
    assert found.charge_point is at_hand
    assert found.find(IdTag.of("GROUP"))
    assert found.find(Configuration.of("CP1")) is None
    assert len(found.all(Listed)) == 1
    assert found.sent_at == NOON
