"""What a function may not do, it does in no test."""

from collections.abc import Iterator

import boto3
import pytest

from csms import connections
from csms.aws import ServiceError
from csms.store import commands
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from csms_tools.local.permissions.judge import Denied
from tests import acting
from tests.conftest import Says
from tests.support import Sockets


@pytest.fixture(autouse=True)
def expected() -> Iterator[list[str]]:
    """What is refused here is meant to be."""
    yield acting.denied
    acting.denied.clear()


@pytest.mark.usefixtures("cp1")
def test_what_its_policy_does_not_list_is_refused_as_by_aws(expected: list[str]) -> None:
    with acting.in_the_name_of("Heartbeat"):
        assert fetch(ChargePoint.of("CP1"))[0]
        with pytest.raises(ServiceError, match="dynamodb:GetItem") as refusal:
            commands.find("CP1", "c1")
    assert refusal.value.code == "AccessDeniedException"
    (told,) = expected
    assert told.startswith("User: Heartbeat is not authorized to perform: dynamodb:GetItem")


@pytest.mark.usefixtures("store")
def test_by_whatever_client_it_asks(sockets: Sockets) -> None:
    with acting.in_the_name_of("Heartbeat"), pytest.raises(Denied, match="s3:DeleteObject"):
        boto3.client("s3").delete_object(Bucket="files", Key="images/1/fw.bin")
    with acting.in_the_name_of("Reconcile"), pytest.raises(Denied, match="POST/@connections"):
        connections.post("one", "[]")
    assert sockets.posted == []


def test_a_handler_acts_in_the_name_of_its_function(
    says: Says, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbound.authorize.id_tags.group_of", lambda _: commands.find("CP1", "c1"))
    answer = says("Authorize", {"idTag": "CARD-1"})
    assert answer
    assert answer[2] == "InternalError"
    assert [told.split()[1] for told in expected] == ["Authorize"]


def test_what_a_test_does_meanwhile_is_not_the_functions(
    says: Says, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(_: object) -> None:
        with acting.somebody_else():
            assert commands.find("CP1", "c1") is None

    monkeypatch.setattr("inbound.authorize.id_tags.group_of", look)
    answer = says("Authorize", {"idTag": "CARD-1"})
    assert answer
    assert (answer[0], expected) == (3, [])
