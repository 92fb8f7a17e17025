import pytest

from csms.store.provisioned import id_tags
from csms.store.provisioned.id_tags import IdTag, change, create, remove, settings
from csms.store.provisioned.versions import AlreadyThere, Moved
from csms.store.table import fetch, perform, update
from tests.stored import provision_id_tag
from tests.support import NOON


def found(id_tag: str = "CARD-1") -> IdTag:
    (tag,) = fetch(IdTag.of(id_tag))
    assert tag
    return tag


@pytest.mark.usefixtures("store")
def test_a_tag_is_found_in_any_case_and_kept_as_it_was_written() -> None:
    provision_id_tag("Card-1", parent_id_tag="Group", expiry_date=NOON, max_active_transactions=2)
    tag = found("cARD-1")
    assert tag.id_tag == "Card-1"
    assert tag.parent_id_tag == "Group"
    assert tag.expiry_date == NOON
    assert tag.max_active_transactions == 2
    assert tag.blocked is False
    assert tag.by_name_sk == "CARD-1"


@pytest.mark.usefixtures("store")
def test_what_operators_set_is_replaced_and_what_it_began_is_kept() -> None:
    provision_id_tag("CARD-1", parent_id_tag="GROUP", expiry_date=NOON, max_active_transactions=1)
    perform(update(IdTag.of("CARD-1"), [IdTag.starts.add(3)]))
    provision_id_tag("card-1", blocked=True)
    tag = found()
    assert (tag.parent_id_tag, tag.expiry_date, tag.max_active_transactions) == (None, None, None)
    assert tag.blocked
    assert tag.starts == 3


@pytest.mark.usefixtures("store")
def test_a_group_is_a_tag_that_may_be_provisioned() -> None:
    provision_id_tag("CARD-1", parent_id_tag="group")
    assert id_tags.group_of(None) is None
    assert id_tags.group_of(found()) is None
    provision_id_tag("GROUP", blocked=True)
    group = id_tags.group_of(found())
    assert group
    assert group.blocked
    assert id_tags.group_of(group) is None


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("tags", [("",), ("x" * 21,), ("CARD-1", "x" * 21)])
def test_what_ocpp_cannot_carry_is_no_tag(tags: tuple[str, ...]) -> None:
    id_tag, *parent = tags
    with pytest.raises(ValueError, match="1 to 20 characters"):
        provision_id_tag(id_tag, parent_id_tag=parent[0] if parent else None)


@pytest.mark.usefixtures("store")
def test_a_tag_is_created_once_and_removed_as_it_was_read() -> None:
    create(IdTag.of("A"), settings("A", None, None, True, None))
    with pytest.raises(AlreadyThere):
        create(IdTag.of("a"), settings("a", None, None, False, None))
    read = found("A")
    assert (read.id_tag, read.blocked) == ("A", True)
    provision_id_tag("A")
    with pytest.raises(Moved):
        remove(read)
    remove(found("A"))
    assert fetch(IdTag.of("A")) == (None,)
    with pytest.raises(Moved):
        change(read, settings("A", None, None, True, None))
    assert fetch(IdTag.of("A")) == (None,)
