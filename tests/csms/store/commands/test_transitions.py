from datetime import timedelta

import pytest

from csms.aws import ServiceError
from csms.store import commands
from csms.store.commands import CommandRecord, KeyTaken
from csms.store.reported.connections import Connection
from csms.store.table import calls, delete, fetch, get, put
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


@pytest.mark.usefixtures("cp1")
def test_of_two_outcomes_the_first_is_written_with_what_follows_from_it() -> None:
    connected()
    commands.claim(kept(), connection(), NOON, [])
    assert commands.end(sent(), "Answered", NOON, effects=[put(record("effect"))])
    assert not commands.end(sent(), "TimedOut", NOON, effects=[put(record("other"))])
    assert commands.find(CP, "effect")
    assert commands.find(CP, "other") is None


@pytest.mark.usefixtures("cp1")
def test_what_was_put_back_and_sent_elsewhere_is_not_ended_by_who_saw_it_before() -> None:
    connected()
    queued = kept()
    commands.claim(queued, connection(), NOON, [])
    seen = sent()
    commands.unclaim(queued, "one")
    connected("two")
    commands.claim(queued, connection(), NOON, [])
    assert not commands.end(seen, "TimedOut", NOON)
    assert (sent().status, open_call()) == ("Sent", "c1")


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


@pytest.mark.usefixtures("cp1")
def test_a_dropped_command_was_never_sent() -> None:
    connected()
    queued = kept()
    assert commands.drop(queued, "Expired", NOON)
    assert not commands.claim(queued, connection(), NOON, [])
    assert not commands.drop(queued, "NotConnected", NOON)
    assert (commands.waiting(CP), open_call()) == ([], None)


@pytest.mark.usefixtures("cp1")
def test_only_the_first_late_answer_is_kept() -> None:
    connected()
    commands.claim(kept(), connection(), NOON, [])
    commands.end(sent(), "TimedOut", NOON)
    later = NOON + timedelta(minutes=1)
    assert commands.answered_late(record(), {"response": {"status": "Accepted"}}, later, [])
    assert not commands.answered_late(record(), {"response": {}}, later, [])
    assert not commands.answered_late(record("never"), {}, later, [])


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
