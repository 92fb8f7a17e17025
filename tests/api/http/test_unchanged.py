import pytest

from tests.api.support import Answered, ask
from tests.stored import provision

pytestmark = pytest.mark.usefixtures("store")


def asked(tag: str | None = None, path: str = "/charge-points") -> Answered:
    return ask("GET", path, headers={"if-none-match": tag} if tag else {})


def test_what_has_not_changed_is_not_sent_again() -> None:
    first = asked()
    again = asked(first.headers["etag"])
    assert (again.status, again.text) == (304, "")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-type" not in again.headers


def test_what_has_changed_is_sent_with_another_tag() -> None:
    first = asked()
    provision("CP9", security_profile=0)
    again = asked(first.headers["etag"])
    assert again.status == 200
    assert again.headers["etag"] != first.headers["etag"]


def test_one_of_several_tags_is_enough() -> None:
    tag = asked().headers["etag"]
    assert asked(f'W/"other", {tag}').status == 304
    assert asked("*").status == 304
    assert asked('W/"other"').status == 200


def test_a_tag_that_says_which_version_is_meant_says_not_that_all_is_as_it_was() -> None:
    """Whether a charge point is connected is no part of its version."""
    provision("CP1", security_profile=0)
    version = asked(path="/charge-points/CP1").headers["etag"]
    assert not version.startswith("W/")
    assert asked(version, "/charge-points/CP1").status == 200


def test_what_went_wrong_has_no_tag() -> None:
    assert "etag" not in asked(path="/nowhere").headers
    assert "etag" not in ask("POST", "/charge-points", body={}).headers


def test_nobody_else_keeps_it() -> None:
    tag = asked().headers["etag"]
    assert asked(tag).headers["cache-control"] == "no-store"
