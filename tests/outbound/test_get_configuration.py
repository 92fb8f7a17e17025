from typing import Any

import pytest

from csms.store.reported.configuration import Entry
from tests.csms.command_steps import SECOND, answer, found, send
from tests.outbound.support import ask, configuration, configured, refusal
from tests.support import NOON, Sockets

AT = NOON + SECOND


def test_without_keys_it_is_one_call_with_none_and_everything_is_known(sockets: Sockets) -> None:
    """Certification case 019_1."""
    configured(Vendor="gone soon")
    said = [
        {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
        {"key": "NumberOfConnectors", "readonly": True, "value": "2"},
        {"key": "CpoName", "readonly": False},
    ]
    ask("GetConfiguration", {}, {"configurationKey": said})
    assert sockets.frames[-1] == [2, "command-1", "GetConfiguration", {}]
    context = configuration()
    assert context.complete_at == AT
    assert context.all() == [
        Entry("CpoName", readonly=False, value=None, at=AT),
        Entry("HeartbeatInterval", readonly=False, value="300", at=AT),
        Entry("NumberOfConnectors", readonly=True, value="2", at=AT),
    ]


def test_an_empty_list_of_keys_is_all_of_them() -> None:
    ask("GetConfiguration", {"key": []}, {})
    assert configuration().complete_at == AT


def test_with_keys_it_is_known_of_them_alone() -> None:
    configured(HeartbeatInterval="300", BlinkRepeat="3", LightIntensity="50")
    answer = {
        "configurationKey": [
            {"key": "heartbeatinterval", "readonly": False, "value": "60"},
            {"key": "NotAsked", "readonly": False, "value": "1"},
        ],
        "unknownKey": ["blinkRepeat", "LightIntensity"],
    }
    ask("GetConfiguration", {"key": ["HeartbeatInterval", "BlinkRepeat"]}, answer)
    context = configuration()
    assert context.complete_at is None
    assert [(entry.key, entry.value) for entry in context.all()] == [
        ("heartbeatinterval", "60"),
        ("LightIntensity", "50"),
    ]


def test_the_authorization_key_is_known_without_its_value() -> None:
    """One that a charge point must not tell, and some do."""
    said = {"key": "authorizationKEY", "readonly": False, "value": "00" * 16}
    ask("GetConfiguration", {}, {"configurationKey": [said]})
    entry = configuration().entry("AuthorizationKey")
    assert entry
    assert entry.value is None
    assert "0000" not in str(found("command-1").response)


def test_no_more_keys_are_asked_for_than_the_charge_point_takes() -> None:
    three = {"key": ["A", "B", "C"]}
    assert refusal("GetConfiguration", three) is None
    configured(GetConfigurationMaxKeys="2")
    assert (
        refusal("GetConfiguration", three)
        == "the charge point takes 2 keys at most (GetConfigurationMaxKeys)"
    )
    assert refusal("GetConfiguration", {"key": ["A", "B"]}) is None
    assert refusal("GetConfiguration", {}) is None


@pytest.mark.parametrize(
    ("odd", "entry"),
    [
        ({"readonly": 0}, Entry("Odd", readonly=False, value="1", at=AT)),
        ({"readonly": "true"}, Entry("Odd", readonly=True, value="1", at=AT)),
        ({"readonly": "rw"}, Entry("Odd", readonly=False, value="1", at=AT)),
        ({"readonly": None}, Entry("Odd", readonly=False, value="1", at=AT)),
        ({"value": 900 * "x"}, Entry("Odd", readonly=True, value=900 * "x", at=AT)),
        ({"value": True}, Entry("Odd", readonly=True, value="true", at=AT)),
        ({"value": 300}, Entry("Odd", readonly=True, value="300", at=AT)),
        ({"value": None}, Entry("Odd", readonly=True, value=None, at=AT)),
        ({"unit": "s"}, Entry("Odd", readonly=True, value="1", at=AT)),
        ({"key": 51 * "k"}, Entry(51 * "k", readonly=True, value="1", at=AT)),
        ({"key": None}, None),
    ],
)
def test_one_odd_key_costs_the_other_eighty_nothing(
    odd: dict[str, Any], entry: Entry | None
) -> None:
    right = [{"key": f"Key{n}", "readonly": False, "value": str(n)} for n in range(80)]
    one = {"key": "Odd", "readonly": True, "value": "1"} | odd
    ask("GetConfiguration", {}, {"configurationKey": [*right[:40], one, *right[40:]]})
    assert found("command-1").status == "Answered"
    entries = configuration().all()
    assert len(entries) == (81 if entry else 80)
    assert entry in entries or entry is None


def test_strict_takes_no_odd_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    odd = {"key": "Odd", "readonly": 0, "value": "1"}
    send("command-1", "GetConfiguration", {})
    answer("command-1", {"configurationKey": [odd]})
    assert found("command-1").status == "MalformedAnswer"
