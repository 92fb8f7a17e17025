import json
from typing import Any

from csms.domain.list_parts import LARGEST_PART, in_parts, payload_of
from csms.store.reported.configuration import Configuration, Entry
from csms.wire.frames import call
from tests.support import NOON


def entries(number: int) -> list[dict[str, Any]]:
    return [
        {"idTag": f"Ä{place:019}", "idTagInfo": {"status": "Accepted", "parentIdTag": "G" * 20}}
        for place in range(number)
    ]


def takes(most: str) -> Configuration:
    one = Configuration.of("CP1")
    one.keep([Entry("SendLocalListMaxLength", readonly=True, value=most, at=NOON)])
    return one


def test_an_empty_list_is_one_empty_part() -> None:
    assert in_parts([], None) == [[]]
    assert in_parts([], takes("2")) == [[]]


def test_a_part_has_no_more_entries_than_the_charge_point_takes() -> None:
    assert [len(part) for part in in_parts(entries(5), takes("2"))] == [2, 2, 1]
    assert [len(part) for part in in_parts(entries(4), takes("2"))] == [2, 2]
    assert [len(part) for part in in_parts(entries(5), takes("many"))] == [5]
    assert [len(part) for part in in_parts(entries(2), takes("0"))] == [1, 1]


def test_every_part_fits_a_frame_and_all_entries_are_in_one() -> None:
    given = entries(2000)
    parts = in_parts(given, None)
    assert [entry for part in parts for entry in part] == given
    sizes = [len(_frame(part)) for part in parts]
    assert max(sizes) <= LARGEST_PART
    assert min(sizes[:-1]) > LARGEST_PART * 0.9


def _frame(part: list[dict[str, Any]]) -> bytes:
    payload = {"listVersion": 2**31} | payload_of(part, full=False)
    return call("019e8303-8e00-7a3b-9c4d-5e6f70819203", "SendLocalList", payload).encode()


def test_a_payload_leaves_its_version_to_be_filled_in() -> None:
    assert payload_of([], full=True) == {"localAuthorizationList": [], "updateType": "Full"}
    assert json.dumps(payload_of(entries(1), full=False)).endswith('"updateType": "Differential"}')
