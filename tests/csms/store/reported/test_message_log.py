from datetime import timedelta

import pytest

from csms.store.reported import message_log
from csms.store.reported.message_log import LoggedFrame
from tests.stored import messages_of_day
from tests.support import NOON


@pytest.mark.usefixtures("store")
def test_a_day_is_read_in_the_order_it_was_said() -> None:
    for seconds in (2, 0, 1):
        at = NOON + timedelta(seconds=seconds)
        message_log.add(message_log.entry("CP1", f"id-{seconds}", at, f"[{seconds}]"))
    message_log.add(message_log.entry("CP1", "id", NOON + timedelta(days=1), "tomorrow"))
    message_log.add(message_log.entry("CP2", "id", NOON, "another"))
    logged = messages_of_day("CP1", NOON)
    assert [entry.frame for entry in logged] == ["[0]", "[1]", "[2]"]
    assert logged[0].received_at == NOON


@pytest.mark.usefixtures("store")
def test_two_messages_of_one_millisecond_are_two() -> None:
    for message_id in ("a", "b"):
        message_log.add(message_log.entry("CP1", message_id, NOON, "[]"))
    assert len(messages_of_day("CP1", NOON)) == 2


@pytest.mark.usefixtures("store")
def test_half_of_a_surrogate_pair_is_kept_as_an_escape() -> None:
    entry = message_log.entry("CP1", "id", NOON, '[2,"\\ud800"')
    entry.unique_id = entry.action = entry.error = "\ud800 ü"
    message_log.add(entry)
    (kept,) = messages_of_day("CP1", NOON)
    assert kept.unique_id == kept.action == kept.error == "\\ud800 ü"


@pytest.mark.usefixtures("store")
def test_what_befell_a_connection_has_no_frame_and_stands_once() -> None:
    kept_until = NOON + timedelta(days=30)
    for said in ("connection closed: 1009", "and again"):
        message_log.event("CP1", "id", NOON, said, kept_until)
    (event,) = messages_of_day("CP1", NOON)
    assert (event.frame, event.error) == (None, "connection closed: 1009")
    assert (event.received_at, event.expires_at) == (NOON, kept_until)


@pytest.mark.usefixtures("store")
def test_where_there_is_no_log_nothing_befalls_a_connection() -> None:
    message_log.event("CP1", "id", NOON, "connection closed: 1009", None)
    assert messages_of_day("CP1", NOON) == []


def test_an_entry_of_an_older_version_is_read_as_it_is() -> None:
    entry = message_log.entry("CP1", "id", NOON, "[2]")
    entry.answer = "[3]"
    raw = entry.serialize()
    assert {*raw["frame"], *raw["answer"]} == {"B"}
    old = LoggedFrame.from_raw_data(raw | {"frame": {"S": "[2]"}, "answer": {"S": "[3]"}})
    new = LoggedFrame.from_raw_data(raw)
    assert [(one.frame, one.answer) for one in (old, new)] == [("[2]", "[3]")] * 2
