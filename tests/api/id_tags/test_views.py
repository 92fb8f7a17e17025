import pytest

from tests.api.support import ask
from tests.stored import provision_id_tag
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def standings() -> dict[str, str]:
    return {one["idTag"]: one["status"] for one in ask("GET", "/id-tags").json["items"]}


def test_a_tag_stands_as_authorize_would_answer() -> None:
    provision_id_tag("A")
    provision_id_tag("B", blocked=True)
    provision_id_tag("C", expiry_date=NOON)
    assert standings() == {"A": "Accepted", "B": "Blocked", "C": "Expired"}
    assert ask("GET", "/id-tags/C").json["status"] == "Expired"


def test_what_blocks_a_group_blocks_its_members_wherever_the_group_is_on_the_list() -> None:
    provision_id_tag("A", parent_id_tag="fleet")
    provision_id_tag("B", parent_id_tag="unknown")
    provision_id_tag("FLEET", blocked=True)
    assert standings() == {"A": "Blocked", "B": "Accepted", "FLEET": "Blocked"}
    first = ask("GET", "/id-tags", query={"limit": 1}).json["items"]
    assert [one["status"] for one in first] == ["Blocked"]
    assert ask("GET", "/id-tags/A").json["status"] == "Blocked"


def test_an_export_can_be_imported_and_tells_no_standing() -> None:
    provision_id_tag("A")
    assert "status" not in ask("GET", "/id-tags/export").json["items"][0]
