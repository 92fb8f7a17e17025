import pytest

from tests.csms.command_steps import SECOND
from tests.outbound.support import ask, local_list
from tests.support import NOON


@pytest.mark.parametrize("version", [-1, 0, 7])
def test_the_version_that_is_reported_is_known(version: int) -> None:
    ask("GetLocalListVersion", {}, {"listVersion": version})
    known = local_list()
    assert (known.reported_version, known.reported_at) == (version, NOON + SECOND)
    assert (known.version, known.entries, known.complete) == (None, {}, False)


def test_what_was_sent_before_stays_beside_it() -> None:
    sent = {
        "listVersion": 3,
        "localAuthorizationList": [{"idTag": "A", "idTagInfo": {"status": "Accepted"}}],
        "updateType": "Full",
    }
    ask("SendLocalList", sent)
    ask("GetLocalListVersion", {}, {"listVersion": 2}, command_id="another")
    known = local_list()
    assert (known.version, known.reported_version, known.complete) == (3, 2, True)
    assert list(known.entries) == ["A"]
