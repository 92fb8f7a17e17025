from datetime import timedelta

import pytest

from tests.api.support import SUBJECT, ask
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def changes(store: None) -> None:
    """A tag is created in May, changed at noon and deleted an hour later; another is created."""
    may = NOON - timedelta(days=20)
    ask("POST", "/id-tags", body={"idTag": "A"}, at=may)
    ask("PATCH", "/id-tags/A", body={"blocked": True}, role="operator")
    ask("POST", "/id-tags", body={"idTag": "B"}, at=NOON + timedelta(minutes=30))
    ask("DELETE", "/id-tags/A", at=NOON + timedelta(hours=1))


LATER = NOON + timedelta(hours=2)


def listed(**query: object) -> list[str]:
    answer = ask("GET", "/audit", query=query, at=LATER)
    assert answer.status == 200
    return [f"{item['operation']} {item['resource']}" for item in answer.json["items"]]


def test_every_change_is_there_the_newest_first() -> None:
    assert listed() == [
        "deleteIdTag id-tags/A",
        "createIdTag id-tags/B",
        "changeIdTag id-tags/A",
        "createIdTag id-tags/A",
    ]


def test_a_change_says_who_what_when_and_from_where() -> None:
    answer = ask("GET", "/audit", query={"operation": "changeIdTag"}, at=LATER)
    assert answer.json["items"] == [
        {
            "at": "2026-06-01T12:00:00.000Z",
            "operation": "changeIdTag",
            "resource": "id-tags/A",
            "subject": SUBJECT,
            "name": "olga@example.com",
            "role": "operator",
            "sourceIp": "203.0.113.7",
            "details": {"changed": {"blocked": True}},
        }
    ]


def test_the_changes_of_one_thing_can_be_asked_for() -> None:
    assert listed(resource="id-tags/B") == ["createIdTag id-tags/B"]
    assert [one.split()[0] for one in listed(resource="id-tags/A")] == [
        "deleteIdTag",
        "changeIdTag",
        "createIdTag",
    ]
    assert listed(resource="id-tags/C") == []


@pytest.mark.parametrize("resource", [{}, {"resource": "id-tags/A"}])
def test_a_time_can_be_asked_for(resource: dict[str, str]) -> None:
    since, until = "2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z"
    assert listed(**{"from": since, "to": until}, **resource)[-1] == "changeIdTag id-tags/A"
    assert "deleteIdTag id-tags/A" not in listed(**{"from": since, "to": until}, **resource)
    assert listed(**{"from": until}, **resource) == ["deleteIdTag id-tags/A"]
    assert "deleteIdTag id-tags/A" in listed(**{"from": since}, **resource)
    assert listed(to="2026-06-01T00:00:00Z", **resource) == ["createIdTag id-tags/A"]


def test_who_changed_can_be_asked_for() -> None:
    assert len(listed(subject=SUBJECT)) == 4
    assert listed(subject="somebody else") == []


@pytest.mark.parametrize("resource", [{}, {"resource": "id-tags/A"}])
def test_page_after_page_has_them_all_once(resource: dict[str, object]) -> None:
    seen: list[str] = []
    query = {"limit": 1, **resource}
    for _ in range(9):
        answer = ask("GET", "/audit", query=query, at=LATER).json
        seen += [item["at"] for item in answer["items"]]
        if "cursor" not in answer:
            break
        query["cursor"] = answer["cursor"]
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == (3 if resource else 4)
