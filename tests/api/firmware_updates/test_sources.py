from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from api.firmware_updates.sources import Source
from api.http.problems import Problem
from csms.domain.file_addresses import Refused, wanted
from tests.images import ID, brought
from tests.support import NOON

LATER = NOON + timedelta(days=40)


def test_a_location_is_told_as_it_is() -> None:
    assert Source(location="ftp://a/b").address(LATER) == "ftp://a/b"


def test_an_image_is_fetched_at_an_address_of_ours_until_then(store: None) -> None:
    brought()
    path = urlsplit(Source(image=ID).address(LATER)).path
    assert wanted("k" * 48, "GET", path, LATER - timedelta(seconds=1)).id == ID
    with pytest.raises(Refused):
        wanted("k" * 48, "GET", path, LATER)


def test_one_that_is_not_there_cannot_be_told(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Problem, match="there is no firmware image"):
        Source(image=ID).address(LATER)
    brought()
    monkeypatch.setenv("FILES_URL", "")
    with pytest.raises(Problem, match="no place for files"):
        Source(image=ID).address(LATER)


@pytest.mark.parametrize("said", [{}, {"location": "ftp://a/b", "image": ID}, {"image": ""}])
def test_it_is_either_a_location_or_an_image(said: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate(said)
