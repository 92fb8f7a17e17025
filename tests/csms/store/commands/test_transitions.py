import pytest

from csms.aws import ServiceError
from csms.store import commands
from csms.store.commands import CommandRecord, KeyTaken
from csms.store.reported.connections import Connection
from csms.store.table import calls, fetch, get, perform, put
from csms.store.table.calls import Raw
from tests.csms.command_steps import CP, connected, key_of, open_call
from tests.csms.store.commands.test_records import kept, record
from tests.support import NOON


def sent() -> CommandRecord:
    found = commands.find(CP, "c1")
    assert found
    return found


def connection() -> Connection:
    (found,) = fetch(Connection.of(CP))
    assert found
    return found


@pytest.mark.usefixtures("cp1")
def test_a_command_and_what_is_written_with_it_are_kept_together_or_not_at_all() -> None:
    commands.keep(record("c1"), None, key_of("k", "digest", "c1"), [])
    with pytest.raises(KeyTaken):
        commands.keep(record("c2"), None, key_of("k", "digest", "c2"), [put(record("c3"))])
    assert commands.find(CP, "c2") is None
    assert get(CommandRecord.of(CP, "c3")) is None


@pytest.mark.usefixtures("cp1")
def test_a_claimed_command_leaves_the_queue_and_is_the_open_call() -> None:
    connected()
    queued = kept()
    assert commands.claim(queued, connection(), NOON, [])
    assert (commands.waiting(CP), open_call()) == ([], "c1")
    assert not commands.claim(queued, connection(), NOON, [])


@pytest.mark.usefixtures("cp1")
def test_a_connection_has_one_open_call() -> None:
    connected()
    first, second = kept("c1"), kept("c2")
    assert commands.claim(first, connection(), NOON, [])
    assert not commands.claim(second, connection(), NOON, [])
    assert [queued.command_id for queued in commands.waiting(CP)] == ["c2"]


@pytest.mark.usefixtures("cp1")
def test_what_has_not_left_goes_back_to_its_place() -> None:
    connected()
    queued = kept()
    commands.claim(queued, connection(), NOON, [])
    assert commands.unclaim(queued, "one")
    assert not commands.unclaim(queued, "one")
    assert (len(commands.waiting(CP)), open_call()) == (1, None)
    found = commands.find(CP, "c1")
    assert found
    assert (found.status, found.sent_at, found.connection_id) == ("Queued", None, None)


def claimed_at_once(command_id: str, over: Connection) -> bool:
    made = record(command_id)
    made.status, made.sent_at, made.connection_id = "Sent", NOON, over.connection_id
    key = key_of(command_id, "digest", command_id)
    effects, log = [put(record(f"effect-{command_id}"))], [put(record(f"log-{command_id}"))]
    return commands.keep_sent(made, {"type": "Soft"}, over, key, [], effects, log)


@pytest.mark.usefixtures("cp1")
def test_a_command_that_need_not_wait_is_written_down_as_the_open_call_with_all_it_brings() -> None:
    connected()
    assert claimed_at_once("c1", connection())
    assert (sent().status, commands.waiting(CP), open_call()) == ("Sent", [], "c1")
    assert commands.find(CP, "effect-c1")
    assert commands.find(CP, "log-c1")
    assert get(key_of("c1", "digest", "c1"))


@pytest.mark.usefixtures("cp1")
@pytest.mark.parametrize(
    "reason", ["another call", "a call between", "another connection", "one waits", "key"]
)
def test_or_nothing_of_it_is_written(reason: str) -> None:
    connected()
    over = connection()
    match reason:
        case "another call":
            assert claimed_at_once("c0", over)
        case "a call between":
            assert claimed_at_once("c0", over)
            between = commands.find(CP, "c0")
            assert between
            assert commands.end(between, "Answered", NOON)
        case "another connection":
            connected("two")
        case "one waits":
            kept("c0")
        case "key":
            perform(put(key_of("c1", "digest", "c1")))
    assert not claimed_at_once("c1", over)
    assert commands.find(CP, "c1") is None
    assert commands.find(CP, "effect-c1") is None
    assert open_call() != "c1"


@pytest.mark.usefixtures("cp1")
@pytest.mark.parametrize("many", [1, 99])
def test_nor_what_one_transaction_cannot_carry(many: int) -> None:
    """What is written with a command may change as it leaves; of a hundred items there is room."""
    connected()
    made, over = record("c1"), connection()
    made.status, made.sent_at, made.connection_id = "Sent", NOON, "one"
    also = [put(record(f"also-{place}")) for place in range(many)]
    effects = also if many == 1 else []
    assert not commands.keep_sent(made, {"type": "Soft"}, over, None, also, effects, [])
    assert commands.find(CP, "c1") is None
    assert open_call() is None


@pytest.mark.usefixtures("store")
def test_of_many_who_let_commands_wait_at_once_none_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call = calls.call
    met: list[str] = []
    reasons = {"CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}]}

    def conflict(operation: str, arguments: Raw) -> Raw:
        if operation == "TransactWriteItems" and len(met) < 11:
            met.append(operation)
            raise ServiceError("TransactionCanceledException", answer=reasons)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", conflict)
    kept("c1")
    assert [queued.command_id for queued in commands.waiting(CP)] == ["c1"]
