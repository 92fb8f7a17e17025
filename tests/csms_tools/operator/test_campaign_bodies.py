import json
from pathlib import Path
from typing import Any

import pytest

from csms_tools.commands import Wrong
from csms_tools.operator.campaign_bodies import body_of

OPTIONS: dict[str, Any] = dict.fromkeys(
    (
        "location",
        "image",
        "file",
        "version",
        "vendor",
        "model",
        "from_version",
        "canary",
        "concurrency",
        "per_minute",
        "abort",
        "window",
        "at",
        "until",
    )
) | {"charge_points": (), "draft": False, "rotate_keys": False}


def body(**said: Any) -> dict[str, Any]:
    return body_of("spring", OPTIONS | said)


def test_what_is_typed_is_what_the_api_takes() -> None:
    assert body(
        location="https://x.example/f",
        version="2.0",
        vendor="ACME",
        canary=2,
        concurrency=5,
        abort=0.1,
        window="22:00-05:00@Europe/Berlin",
        until="2026-07-01T00:00:00Z",
    ) == {
        "name": "spring",
        "firmware": {"location": "https://x.example/f", "firmwareVersion": "2.0"},
        "targets": {"filter": {"vendor": "ACME"}},
        "phases": [{"count": 2}],
        "rollout": {"concurrency": 5},
        "abort": [{"on": "any", "share": 0.1}],
        "window": {"from": "22:00", "to": "05:00", "timeZone": "Europe/Berlin"},
        "endTime": "2026-07-01T00:00:00Z",
    }


def test_a_file_has_what_options_do_not_say(tmp_path: Path) -> None:
    file = tmp_path / "campaign.json"
    firmware = {"location": "https://x.example/f", "retries": 2}
    file.write_text(json.dumps({"firmware": firmware, "targets": {"filter": {"model": "M"}}}))
    assert body(file=file, version="2.0", charge_points=("A",)) == {
        "name": "spring",
        "firmware": firmware | {"firmwareVersion": "2.0"},
        "targets": {"chargePointIds": ["A"]},
    }


def test_an_image_stands_for_a_location_that_a_file_has(tmp_path: Path) -> None:
    file = tmp_path / "campaign.json"
    firmware = {"location": "https://x.example/f", "retries": 2}
    file.write_text(json.dumps({"firmware": firmware}))
    told = body(file=file, image="i1", vendor="V")
    assert told["firmware"] == {"image": "i1", "retries": 2}


@pytest.mark.parametrize(
    "said",
    [
        {"location": "https://x.example/f"},
        {"location": "https://x.example/f", "image": "i1", "vendor": "V"},
        {"charge_points": ("A",)},
        {"location": "https://x.example/f", "vendor": "V", "window": "22:00"},
        {"location": "https://x.example/f", "vendor": "V", "at": "soon"},
    ],
)
def test_what_is_missing_or_wrong_is_told(said: dict[str, Any]) -> None:
    with pytest.raises(Wrong):
        body(**said)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (b"{", "not JSON"),
        (b"\x8e", "utf-8"),
        (b"[]", "not a JSON object"),
        (b'{"firmware": "x"}', "firmware is not an object"),
        (b'{"rollout": 5}', "rollout is not an object"),
    ],
    ids=["half of it", "no text", "a list", "firmware as text", "rollout as a number"],
)
def test_a_file_that_cannot_be_a_campaign_is_told(tmp_path: Path, written: bytes, why: str) -> None:
    file = tmp_path / "campaign.json"
    file.write_bytes(written)
    with pytest.raises(Wrong, match=why):
        body(file=file, location="https://x.example/f", vendor="ACME")


def test_keys_are_rotated_in_the_place_of_a_firmware() -> None:
    assert body(rotate_keys=True, vendor="ACME", canary=1) == {
        "name": "spring",
        "rotateKeys": True,
        "targets": {"filter": {"vendor": "ACME"}},
        "phases": [{"count": 1}],
    }
