import pytest

from csms.store.provisioned.id_tags import IdTag, change, settings
from csms.store.provisioned.versions import Moved
from csms.store.table import fetch, perform, put
from tests.stored import provision_id_tag


@pytest.mark.usefixtures("store")
def test_what_nobody_has_changed_is_still_as_it_was_read_and_else_it_is_not() -> None:
    """Also what was written before there were versions."""
    old = IdTag.of("A")
    old.id_tag = "A"
    perform(put(old))
    for version in (1, 2):
        (read,) = fetch(IdTag.of("A"))
        assert read
        change(read, settings("A", None, None, True, None))
        with pytest.raises(Moved):
            change(read, settings("A", None, None, False, None))
        (now,) = fetch(IdTag.of("A"))
        assert now
        assert (now.version, now.blocked) == (version, True)
    provision_id_tag("A")
    (now,) = fetch(IdTag.of("A"))
    assert now
    assert now.version == 3
