from csms.store.reported import security_events as ours
from csms.wire.security_events import CRITICAL, NOT_CRITICAL


def test_the_whitepaper_names_eighteen_and_a_bad_signature_is_not_critical_in_it() -> None:
    assert (len(CRITICAL), len(NOT_CRITICAL), CRITICAL & NOT_CRITICAL) == (7, 11, frozenset())
    assert "InvalidFirmwareSignature" in NOT_CRITICAL  # as it is in OCPP 2


def test_none_of_ours_has_the_name_of_a_charge_points() -> None:
    assert not set(ours.KINDS) & (CRITICAL | NOT_CRITICAL)
