from datetime import UTC, datetime

import pytest

from csms_tools.charge_point.domain.trust import TrustStore
from tests.csms_tools.charge_point.pki import Authority, pem

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CENTRAL, MANUFACTURER = "CentralSystemRootCertificate", "ManufacturerRootCertificate"
ROOT, OTHER = Authority("Root"), Authority("Other")


@pytest.fixture
def store() -> TrustStore:
    return TrustStore(limit=2)


def install(store: TrustStore, authority: Authority, use: str = CENTRAL) -> str:
    return store.install(use, authority.pem, NOON)


def test_a_root_is_installed_under_its_use(store: TrustStore) -> None:
    assert install(store, ROOT) == "Accepted"
    assert store.roots(CENTRAL) == [ROOT.certificate]
    assert store.roots(MANUFACTURER) == []


@pytest.mark.parametrize(
    "text",
    [
        "no certificate",
        ROOT.pem + OTHER.pem,
        Authority("Old", ends=datetime(2021, 1, 1, tzinfo=UTC)).pem,
        Authority("Leaf", ca=False).pem,
        pem(Authority("Middle", issuer=ROOT).certificate),
    ],
    ids=["nonsense", "two", "expired", "no authority", "unknown issuer"],
)
def test_what_is_no_root_is_rejected(store: TrustStore, text: str) -> None:
    assert store.install(CENTRAL, text, NOON) == "Rejected"


def test_the_store_has_only_so_much_room(store: TrustStore) -> None:
    install(store, ROOT)
    install(store, OTHER, MANUFACTURER)
    assert install(store, Authority("Third")) == "Rejected"
    assert install(store, ROOT) == "Accepted"  # it is there already


@pytest.mark.parametrize("algorithm", ["SHA256", "SHA384", "SHA512"])
def test_what_was_listed_can_be_deleted(store: TrustStore, algorithm: str) -> None:
    install(store, ROOT)
    install(store, OTHER)
    [first, second] = store.hashes(CENTRAL, algorithm)
    assert store.delete(first, keep_last=False) == "Accepted"
    assert store.roots(CENTRAL) == [OTHER.certificate]
    assert store.delete(first, keep_last=False) == "NotFound"
    assert second["hashAlgorithm"] == algorithm


def test_hashes_are_compared_without_case_and_leading_zeros(store: TrustStore) -> None:
    install(store, ROOT)
    [data] = store.hashes(CENTRAL, "SHA256")
    upper = {key: value.upper() for key, value in data.items()}
    upper["serialNumber"] = "00" + upper["serialNumber"]
    assert store.delete(upper, keep_last=False) == "Accepted"


def test_the_last_root_of_a_secure_charge_point_stays(store: TrustStore) -> None:
    install(store, ROOT)
    install(store, OTHER, MANUFACTURER)
    [central], [manufacturer] = (
        store.hashes(CENTRAL, "SHA256"),
        store.hashes(MANUFACTURER, "SHA256"),
    )
    assert store.delete(central, keep_last=True) == "Failed"
    assert store.delete(manufacturer, keep_last=True) == "Accepted"


def test_with_the_additional_check_the_old_root_vouches_for_the_new() -> None:
    store = TrustStore(limit=5, additional_check=True)
    successor = Authority("Successor", issuer=ROOT)
    assert install(store, ROOT) == "Accepted"
    assert install(store, OTHER) == "Rejected"
    assert install(store, successor) == "Accepted"
    third = Authority("Third", issuer=successor)
    assert install(store, third) == "Accepted"
    assert store.roots(CENTRAL) == [successor.certificate, third.certificate]


def test_a_successor_is_named_by_the_key_of_its_issuer() -> None:
    store = TrustStore(limit=5)
    install(store, ROOT)
    install(store, Authority("Successor", issuer=ROOT))
    own, successor = store.hashes(CENTRAL, "SHA256")
    assert own["issuerKeyHash"] == successor["issuerKeyHash"]
