import json
import re
from hashlib import sha256
from time import process_time

import pytest

from csms.tag_masks import mask, masked, tags_in

CARD = "Card-4711"


def test_a_mask_is_the_beginning_of_a_hash_that_an_operator_can_make() -> None:
    """As docs/operating.md has it for a shell."""
    made = sha256(b"csms-state\ncard-4711").hexdigest()
    assert mask(CARD) == f"tag-{made[:6]}"


def test_a_tag_has_one_mask_however_it_is_spelled_and_another_in_another_deployment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = mask(CARD)
    assert mask(CARD.upper()) == here
    assert re.fullmatch("tag-[0-9a-f]{6}", here)
    monkeypatch.setenv("STATE_TABLE", "of-another")
    assert mask(CARD) != here


@pytest.mark.parametrize(
    "text",
    [
        f'[2,"1","Authorize",{{"idTag":"{CARD}"}}]',
        f'[2,"1","Authorize",{{"idTag" : "{CARD}"',
        json.dumps([2, "1", "DataTransfer", {"data": json.dumps({"parentIdTag": CARD})}]),
        json.dumps([3, "1", {"list": [{"idTag": CARD, "idTagInfo": {}}]}]),
        f"/id-tags/{CARD}?\n",
        f"/transactions?idTag={CARD}\n",
    ],
)
def test_tags_are_found_where_they_are_named(text: str) -> None:
    assert CARD in tags_in(text)
    assert CARD not in masked(text, ())


@pytest.mark.parametrize("tag", ['a "quoted" tag', "back\\slash", "ümlaut-ß"])
def test_whatever_characters_it_has(tag: str) -> None:
    frame = json.dumps([2, "1", "Authorize", {"idTag": tag}])
    assert tags_in(frame) >= {tag}
    for told in (frame, f"KeyError: {tag!r}", f"no {tag}!"):
        clean = masked(told, tags_in(frame))
        assert mask(tag) in clean
        assert "quoted" not in clean
        assert "slash" not in clean


def test_a_tag_that_is_known_is_masked_wherever_it_stands() -> None:
    told = {"why": [f"no {CARD.lower()} here", 3, None], CARD: {CARD}}
    assert masked(told, {CARD}) == {
        "why": [f"no {mask(CARD)} here", 3, None],
        mask(CARD): f"{{'{mask(CARD)}'}}",
    }
    assert masked(f"not within X{CARD}X", {CARD}) == f"not within X{CARD}X"


def test_a_short_tag_is_masked_beside_its_name_alone() -> None:
    assert masked("idTag='7' of 7", {"7"}) == f"idTag='{mask('7')}' of 7"


@pytest.mark.parametrize(
    "text",
    [
        f"DynamoDB: {{'pk': {{'S': 'TAG#{CARD.upper()}'}}}}",
        f"Start(id_tag='{CARD}', connector=1)",
        f"{{'id_tag': {{'S': '{CARD}'}}}}",
    ],
)
def test_nor_do_exceptions_tell_one_that_nobody_has_said(text: str) -> None:
    assert CARD.casefold() not in masked(text, ()).casefold()
    assert mask(CARD) in masked(text, ())


@pytest.mark.parametrize(
    "text", ["idTag=" * 20_000, 'idTag="' * 20_000, "[" * 100_000, "\\" * 90_000]
)
def test_no_text_costs_more_than_its_length(text: str) -> None:
    began = process_time()
    masked(text, tags_in(text))
    assert process_time() - began < 2
