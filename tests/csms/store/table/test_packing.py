import hashlib
import json
from base64 import b64encode

import pytest

from csms.store.table import packing
from csms.store.table.packing import packed, unpacked
from tests.actions import PAYLOADS


@pytest.mark.parametrize("text", ["", "[]", '[2,"7","Heartbeat",{}]', "Ä€𝄞" * 40, "x" * 100_000])
def test_what_is_packed_comes_out_as_it_was(text: str) -> None:
    assert unpacked(packed(text)) == text
    assert unpacked(b64encode(packed(text)).decode()) == text


@pytest.mark.parametrize("action", ["Heartbeat", "MeterValues", "StatusNotification"])
def test_what_charge_points_say_most_takes_half_of_its_room(action: str) -> None:
    text = json.dumps([2, "19223201", action, PAYLOADS[action]], separators=(",", ":"))
    assert len(packed(text)) <= max(len(text) / 2, 25)


def test_the_words_that_years_of_items_were_packed_with_stay_as_they_are() -> None:
    digests = {
        number: hashlib.sha256(words).hexdigest()[:16]
        for number, words in packing._DICTIONARIES.items()
    }
    assert digests == {1: "5817fd35110920c8"}
    assert unpacked(bytes.fromhex("0103256c738ce40e00")) == '[2,"7","Heartbeat",{}]'
