from datetime import timedelta

import pytest

from csms.store import commands
from csms.store.table import put
from tests.csms.command_steps import CP, connected, open_call
from tests.csms.store.commands.test_records import kept, record
from tests.csms.store.commands.test_transitions import connection, sent
from tests.support import NOON


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


@pytest.mark.usefixtures("cp1")
def test_it_is_certain_that_none_waits_only_where_that_was_looked_at() -> None:
    connected()
    for command_id, none_waits in (("c1", True), ("c2", False)):
        commands.claim(kept(command_id), connection(), NOON, [])
        ended = commands.end(
            commands.find(CP, command_id) or sent(), "Answered", NOON, none_waits=none_waits
        )
        assert ended
        assert ended.none_waits is none_waits


@pytest.mark.usefixtures("cp1")
def test_who_lets_one_wait_meanwhile_is_seen_by_who_ends_the_open_call() -> None:
    connected()
    commands.claim(kept("c1"), connection(), NOON, [])
    kept("c2")
    ended = commands.end(sent(), "Answered", NOON, none_waits=True)
    assert ended
    assert not ended.none_waits
    assert (sent().status, open_call()) == ("Answered", None)
