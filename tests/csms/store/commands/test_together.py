import pytest

from csms.aws import ServiceError
from csms.store import commands
from csms.store.commands import CommandRecord
from csms.store.commands.together import ReadAgain, all_that_holds
from csms.store.reported.connections import Connection
from csms.store.table import Write, absent, calls, delete, put, put_as_read
from tests.csms.command_steps import CP, connected
from tests.csms.store.commands.test_records import kept, record
from tests.csms.store.commands.test_transitions import connection, sent
from tests.support import NOON

NEVER = CommandRecord.pk.exists()


@pytest.mark.usefixtures("cp1")
def test_an_effect_that_has_been_overtaken_is_left_out_and_the_others_are_done() -> None:
    connected()
    commands.claim(kept(), connection(), NOON, [])
    absent = CommandRecord.pk.does_not_exist()
    overtaken = delete(Connection.of("CP2"), Connection.pk.exists())
    effects = [put(record("one")), overtaken, put(record("two"), absent)]
    assert commands.end(sent(), "Answered", NOON, effects=effects)
    assert commands.find(CP, "one")
    assert commands.find(CP, "two")
    found = commands.find(CP, "c1")
    assert found
    assert found.status == "Answered"


@pytest.mark.usefixtures("store")
def test_what_was_left_out_is_told_and_what_is_required_is_not_left_out() -> None:
    overtaken = put(record("two"), NEVER)
    assert all_that_holds([put(record("one"))], [overtaken, put(record("three"))]) == [overtaken]
    assert all_that_holds([put(record("four"), NEVER)], [put(record("five"))]) is None
    assert [bool(commands.find(CP, one)) for one in ("one", "two", "three", "four", "five")] == [
        *(True, False, True),
        *(False, False),
    ]


@pytest.mark.usefixtures("store")
def test_what_was_made_of_what_has_moved_is_made_again() -> None:
    with pytest.raises(ReadAgain):
        all_that_holds([put(record("one"))], [put_as_read(record("two"), NEVER)])
    assert commands.find(CP, "one") is None


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[ServiceError]:
    """What the next transactions of more than one write are refused with, one after the other."""
    call, errors = calls.call, list[ServiceError]()

    def refuse(operation: str, arguments: calls.Raw) -> calls.Raw:
        if errors and len(arguments.get("TransactItems", ())) > 1:
            raise errors.pop(0)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", refuse)
    return errors


def because(*codes: str) -> ServiceError:
    reasons = {"CancellationReasons": [{"Code": code} for code in codes]}
    return ServiceError("TransactionCanceledException", status=400, answer=reasons)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "error",
    [ServiceError("ValidationException", status=400), because("None", "ValidationError")],
)
def test_a_log_that_a_transaction_cannot_carry_is_written_by_itself(
    error: ServiceError, refused: list[ServiceError]
) -> None:
    refused.append(error)
    assert all_that_holds([put(record("one"))], [], [put(record("log"))]) == []
    assert commands.find(CP, "one")
    assert commands.find(CP, "log")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("error", "log"),
    [
        (because("ValidationError", "None"), True),
        (ServiceError("InternalServerError", status=500), True),
        (ServiceError("ValidationException", status=400), False),
    ],
)
def test_what_is_refused_for_another_reason_is_a_failure(
    error: ServiceError, log: bool, refused: list[ServiceError]
) -> None:
    refused.append(error)
    writes: list[Write] = [put(record("one")), absent(Connection.of("CP2"))]
    with pytest.raises(ServiceError):
        all_that_holds(writes[: 1 if log else 2], [], [put(record("log"))] if log else [])
    assert commands.find(CP, "one") is None
