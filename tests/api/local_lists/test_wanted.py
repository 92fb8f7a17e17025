import pytest

from csms.store.commands.wanted_lists import WantedList
from csms.store.table import fetch
from tests.api.support import ask
from tests.csms.command_steps import connected
from tests.stored import provision_id_tag
from tests.support import Sockets

PATH = "/charge-points/CP1/local-list"
OTHER = {"idTag": "OTHER", "idTagInfo": {"status": "Accepted"}}


@pytest.fixture(autouse=True)
def online(cp1: str, sockets: Sockets) -> None:
    connected()
    for id_tag in "AB":
        provision_id_tag(id_tag)


def wanted() -> dict[str, str | None] | None:
    (stored,) = fetch(WantedList.of("CP1"))
    return dict(stored.tags) if stored else None


def test_a_list_of_entries_alone_wants_nothing_of_ours() -> None:
    ask("PUT", PATH, body={"entries": [OTHER]})
    ask("PATCH", PATH, body={"delete": ["OTHER"]}, query={"force": "true"})
    assert wanted() is None


def test_id_tags_that_are_put_added_and_deleted_are_remembered() -> None:
    ask("PUT", PATH, body={"idTags": ["A"]})
    assert wanted() == {"A": "A"}
    force = {"force": "true"}
    ask("PATCH", PATH, body={"idTags": ["B"], "delete": ["A"]}, query=force)
    assert wanted() == {"A": None, "B": "B"}
    ask("PUT", PATH, body={"entries": [OTHER]}, query=force)
    assert wanted() == {"A": None, "B": None}


def test_what_was_refused_is_not_remembered() -> None:
    assert ask("PUT", PATH, body={"idTags": ["A", "NOBODY"]}).status == 409
    assert wanted() is None


def test_more_than_is_kept_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WantedList, "is_too_long", True)
    assert ask("PUT", PATH, body={"idTags": ["A"]}).status == 409
