from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import botocore.session
import pytest
from botocore.config import Config

from csms.domain.file_addresses import LONGEST, Refused, Stored, address, safe_name, wanted
from csms.ids import uuid7
from tests.support import NOON

HOST = "https://ocpp.example.com"
LONGEST_HOST = "https://" + ".".join(["a" * 61] * 4) + ".org"  # 253 characters
SECRET = "s" * 48
WEEKS = timedelta(weeks=8)
ID = uuid7(NOON)


def put(until: timedelta = WEEKS, **changed: Any) -> str:
    given: dict[str, Any] = {"base": HOST, "secret": SECRET, "verb": "put", "kind": "uploads"}
    given |= {"id": ID, "until": NOON + until} | changed
    return address(**given)


def asked(method: str, url: str, at: timedelta = timedelta(), secret: str = SECRET) -> Stored:
    return wanted(secret, method, urlsplit(url).path, NOON + at)


def test_an_address_is_no_longer_than_a_charge_point_may_be_told() -> None:
    longest = put(base=LONGEST_HOST, name="n" * 100)
    assert len(LONGEST_HOST) == 8 + 251
    assert len(longest) + 2 <= LONGEST  # a host name may have two more
    assert len(put()) < 180


def test_an_address_lasts_for_weeks_whatever_session_made_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A role's session is part of an address that it presigns, which ends with it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ASIA" + "A" * 16)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "k" * 40)
    monkeypatch.setenv("AWS_SESSION_TOKEN", token := "t" * 900)
    config = Config(signature_version="s3v4")
    s3: Any = botocore.session.get_session().create_client("s3", "eu-west-1", config=config)
    what = {"Bucket": "files", "Key": f"uploads/{ID}/file"}
    presigned = s3.generate_presigned_url("put_object", what, ExpiresIn=600)
    assert token in presigned
    assert len(presigned) > LONGEST

    ours = put()
    assert "Token" not in ours
    assert asked("PUT", ours, at=WEEKS - timedelta(seconds=1)).key == f"uploads/{ID}/file"


@pytest.mark.parametrize(
    ("followed_by", "name"),
    [
        ("", "file"),
        ("diagnostics.zip", "diagnostics.zip"),
        ("/2026/diagnostics.zip", "diagnostics.zip"),
        ("a%20log.txt", "a_20log.txt"),
        ("..%2F..%2Fetc", ".._2F.._2Fetc"),
    ],
)
def test_a_charge_point_may_append_the_name_of_its_file(followed_by: str, name: str) -> None:
    assert asked("PUT", put() + followed_by) == Stored("uploads", ID, name)


def test_the_slash_at_the_end_may_be_lost() -> None:
    assert asked("PUT", put().removesuffix("/")).name == "file"


def test_an_address_serves_its_own_verb_alone() -> None:
    fetch = put(verb="get", kind="images", name="fw.bin")
    assert asked("GET", fetch) == asked("HEAD", fetch) == Stored("images", ID, "fw.bin")
    for method, url in [("PUT", fetch), ("DELETE", fetch), ("GET", put()), ("POST", put())]:
        with pytest.raises(Refused, match="this address is for"):
            asked(method, url)


def test_an_address_that_has_expired_is_refused() -> None:
    with pytest.raises(Refused, match="has expired"):
        asked("PUT", put(), at=WEEKS)


def test_another_signature_is_refused() -> None:
    for foreign in (
        put(secret="t" * 48),
        put().replace("/put/", "/get/"),
        put().replace("/uploads/", "/images/"),
        put().replace(ID, uuid7(NOON)),
        put().replace("/put/1", "/put/2"),
    ):
        with pytest.raises(Refused, match="another signature"):
            asked("PUT", foreign)
    for none in ("https://h/files/", "https://h/files/put/1/x/uploads/1/", "https://h/"):
        with pytest.raises(Refused, match="no address"):
            asked("PUT", none)


def test_an_object_has_a_place_and_a_name() -> None:
    stored = Stored("uploads", ID, safe_name("a b"))
    assert Stored.of(stored.key) == stored
    assert Stored.of("uploads/../x") is None
    assert Stored.of("secrets/1/x") is None


def test_a_name_that_is_too_long_keeps_its_end() -> None:
    assert safe_name("x" * 200 + ".zip").endswith("x.zip")
    assert len(safe_name("x" * 200)) == 100
