import pytest

from api.read_only.connectivity_views import EXAMPLE, Connectivity, of_stranger, standing
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.inbox import Stranger
from csms.store.table import fetch
from tests.support import NOON


def test_the_example_is_one() -> None:
    as_shown = Connectivity.model_validate(EXAMPLE).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    assert as_shown == EXAMPLE


@pytest.mark.parametrize(
    ("reason", "told"), [(None, "unknown identity"), ("wrong credentials", "wrong credentials")]
)
def test_a_stranger_without_a_reason_is_unknown(reason: str | None, told: str) -> None:
    stranger = Stranger("INBOX", "CP7")
    stranger.last_at, stranger.source_ip, stranger.attempts = NOON, "203.0.113.7", 2
    stranger.reason = reason
    shown = of_stranger(stranger)
    assert (shown.reason, shown.tries, shown.presented) == (told, 2, None)


def test_of_a_password_only_that_there_is_one_is_shown(cp1: str) -> None:
    (charge_point,) = fetch(ChargePoint.of(cp1))
    assert charge_point
    assert standing(charge_point, None).has_password is False
    charge_point.password_hash = "scrypt$0"
    shown = standing(charge_point, NOON)
    assert (shown.has_password, shown.certificate_ends_at) == (True, NOON)
    assert "scrypt" not in shown.model_dump_json()
