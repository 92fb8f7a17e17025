import pytest

from csms.store.provisioned import id_tags, versions
from tests.api.support import ask
from tests.stored import provision_id_tag

pytestmark = pytest.mark.usefixtures("store")


def ids(**query: object) -> list[str]:
    return [item["idTag"] for item in ask("GET", "/id-tags", query=query).json["items"]]


def test_a_tag_is_created_and_read() -> None:
    sent = {"idTag": "Abc", "expiryDate": "2027-01-01T01:00:00+01:00", "maxActiveTransactions": 2}
    created = ask("POST", "/id-tags", body=sent, role="operator")
    assert (created.status, created.headers["location"]) == (201, "/id-tags/Abc")
    read = ask("GET", "/id-tags/ABC", role="viewer")
    assert read.json == created.json
    told = {"expiryDate": "2027-01-01T00:00:00.000Z", "blocked": False, "status": "Accepted"}
    assert read.json == sent | told
    assert read.headers["etag"] == created.headers["etag"]


def test_a_tag_that_is_there_is_not_created_again() -> None:
    ask("POST", "/id-tags", body={"idTag": "A", "blocked": True})
    assert ask("POST", "/id-tags", body={"idTag": "a"}).status == 409
    assert ask("GET", "/id-tags/A").json["blocked"] is True


def test_a_change_keeps_what_it_leaves_out() -> None:
    ask("POST", "/id-tags", body={"idTag": "A", "parentIdTag": "G", "maxActiveTransactions": 1})
    changed = ask("PATCH", "/id-tags/a", body={"blocked": True, "maxActiveTransactions": None})
    told = {"idTag": "A", "parentIdTag": "G", "blocked": True, "status": "Blocked"}
    assert changed.json == told
    assert ask("GET", "/id-tags/A").json == changed.json


def test_a_change_that_changes_nothing_leaves_the_version() -> None:
    created = ask("POST", "/id-tags", body={"idTag": "A", "blocked": True})
    same = ask("PATCH", "/id-tags/A", body={"blocked": True})
    assert same.headers["etag"] == created.headers["etag"]


def test_a_deleted_tag_is_gone_and_can_be_handed_out_again() -> None:
    ask("POST", "/id-tags", body={"idTag": "A"})
    assert ask("DELETE", "/id-tags/A", role="operator").status == 204
    for method in ("GET", "DELETE"):
        assert ask(method, "/id-tags/A").status == 404
    assert ask("PATCH", "/id-tags/A", body={}).status == 404
    assert ids() == []
    assert ask("POST", "/id-tags", body={"idTag": "A"}).status == 201


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_an_operator_who_has_read_something_older_is_told(method: str) -> None:
    read = ask("POST", "/id-tags", body={"idTag": "A"}).headers["etag"]
    ask("PATCH", "/id-tags/A", body={"blocked": True})
    body = {"blocked": False} if method == "PATCH" else None
    late = ask(method, "/id-tags/A", body=body, headers={"If-Match": read})
    assert late.status == 412
    now = ask("GET", "/id-tags/A")
    assert now.json["blocked"] is True
    fresh = ask(method, "/id-tags/A", body=body, headers={"If-Match": now.headers["etag"]})
    assert fresh.status in (200, 204)


@pytest.mark.parametrize(("if_match", "status"), [(None, 200), ("*", 200), ('"1"', 412)])
def test_two_operators_at_once_do_not_overwrite_each_other(
    if_match: str | None, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one writes between our reading and our writing."""
    ask("POST", "/id-tags", body={"idTag": "A"})
    change = id_tags.change
    raced: list[str] = []

    def overtaken(*arguments: object) -> None:
        if not raced:
            raced.append("once")
            provision_id_tag("A", max_active_transactions=3)
        change(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(id_tags, "change", overtaken)
    headers = {"If-Match": if_match} if if_match else {}
    answer = ask("PATCH", "/id-tags/A", body={"blocked": True}, headers=headers)
    assert answer.status == status
    now = ask("GET", "/id-tags/A").json
    assert now["maxActiveTransactions"] == 3
    assert now["blocked"] is (status == 200)


def test_a_race_without_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ask("POST", "/id-tags", body={"idTag": "A"})

    def always(*_: object) -> None:
        raise versions.Moved

    monkeypatch.setattr(id_tags, "change", always)
    assert ask("PATCH", "/id-tags/A", body={"blocked": True}).status == 409


def test_the_list_is_by_name_and_has_filters() -> None:
    for tag, group, blocked in (("b1", "G", True), ("A2", "g", False), ("a1", None, True)):
        provision_id_tag(tag, parent_id_tag=group, blocked=blocked)
    assert ids() == ["a1", "A2", "b1"]
    assert ids(blocked="true") == ["a1", "b1"]
    assert ids(blocked="false") == ["A2"]
    assert ids(parentIdTag="G") == ["A2", "b1"]
    assert ids(q="a") == ["a1", "A2"]
    assert ids(q="A", blocked="true") == ["a1"]
    assert ids(q="ZZ") == []


@pytest.mark.parametrize("limit", [1, 3, 7, 200])
def test_page_after_page_has_every_tag_once(limit: int) -> None:
    for number in range(15):
        provision_id_tag(f"T{number:02}", blocked=number % 2 == 0)
    seen: list[str] = []
    query: dict[str, object] = {"limit": limit, "blocked": "true"}
    for _ in range(20):
        page = ask("GET", "/id-tags", query=query).json
        assert len(page["items"]) <= limit
        seen += [item["idTag"] for item in page["items"]]
        if "cursor" not in page:
            break
        query["cursor"] = page["cursor"]
    assert seen == [f"T{number:02}" for number in range(0, 15, 2)]


def test_a_cursor_is_refused_with_other_filters() -> None:
    for number in range(3):
        provision_id_tag(f"T{number}")
    cursor = ask("GET", "/id-tags", query={"limit": 1}).json["cursor"]
    assert ask("GET", "/id-tags", query={"limit": 2, "cursor": cursor}).status == 200
    other = ask("GET", "/id-tags", query={"limit": 1, "cursor": cursor, "blocked": "true"})
    assert (other.status, other.fields) == (400, ["cursor"])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"blocked": "yes"}, "blocked"),
        ({"q": ""}, "q"),
        ({"parent_id_tag": "G"}, "parent_id_tag"),
        ({"cursor": "x"}, "cursor"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(query: dict[str, object], field: str) -> None:
    answer = ask("GET", "/id-tags", query=query)
    assert (answer.status, answer.fields) == (400, [field])
