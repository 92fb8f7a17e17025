from typing import Any

import pytest

from api.files.image_views import AWAITED, EXAMPLE, TO_BRING, FirmwareImage, view
from csms.store.provisioned.firmware_images import find
from tests.images import ID, brought


def test_of_where_an_image_lies_the_password_is_not_shown(store: None) -> None:
    brought("https://user:sesame@files.example/fw.bin")
    image = find(ID)
    assert image
    assert view(image).location == "https://user:[redacted]@files.example/fw.bin"


def test_one_that_was_brought_is_available(store: None) -> None:
    shown = view(brought())
    image = find(ID)
    assert image
    assert (shown.status, view(image).status, view(image).size) == ("Awaited", "Available", 3)


@pytest.mark.parametrize("example", [AWAITED, EXAMPLE, TO_BRING], ids=["awaited", "there", "made"])
def test_the_examples_are_images(example: dict[str, Any]) -> None:
    as_shown = FirmwareImage.model_validate(example).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    assert as_shown == example
