"""The statement of conformance is what its sources say, and names what is there."""

import re
from typing import Any

import pytest
from ocpp.v16.enums import ConfigurationKey

from api.app import api
from csms_tools.charge_point.domain.configuration_keys import KEYS as SIMULATED
from csms_tools.charge_point.domain.configuration_keys import Access
from csms_tools.conformance.keys import KEYS, used_in
from csms_tools.conformance.lists import SENT
from csms_tools.conformance.page import TABLES, page_with_tables
from csms_tools.conformance.schemas import ACTIONS, NAMES, SHARED, fields, objects, official, types
from csms_tools.conformance.told import (
    ANSWERED,
    CHARGE_POINT,
    PROFILES,
    RECEIVED,
    REFUSED,
)
from outbound import COMMANDS
from tests.actions import ACTIONS as FROM_CHARGE_POINTS
from tests.api.support import ask
from tests.support import ROOT, TEMPLATE

PAGE = (ROOT / "docs" / "conformance.md").read_text()
NAMED = {key.name: key for keys in KEYS.values() for key in keys}
OF_THE_ERRATA = {
    *("MessageTimeout", "StopTransactionMaxMeterValues", "SupportedFileTransferProtocols"),
}
OF_ISO_15118 = {
    *("CentralContractValidationAllowed", "CertSigningRepeatTimes", "CertSigningWaitMinimum"),
    *("ContractValidationOffline", "ISO15118PnCEnabled"),
}
ACCESS = {Access.READ: {"R", "R or RW"}, Access.BOTH: {"RW", "R or RW"}, Access.WRITE: {"W"}}


def test_the_page_is_what_its_sources_say() -> None:
    assert page_with_tables(PAGE) == PAGE
    assert set(re.findall(r"<!-- (\w+) -->", PAGE)) == {*TABLES, "end"}


def test_every_message_has_its_place_on_it_in_its_direction() -> None:
    assert sorted({*RECEIVED, *COMMANDS}) == ACTIONS
    assert sorted(RECEIVED) == FROM_CHARGE_POINTS
    assert sorted(action for actions in PROFILES.values() for action in actions) == ACTIONS
    for folder, actions in (("inbound", RECEIVED), ("outbound", COMMANDS)):
        rows = re.findall(rf"^\| \[(\w+)\]\(\.\./functions/{folder}/", PAGE, re.MULTILINE)
        assert sorted(rows) == sorted(actions)


@pytest.mark.parametrize(
    "name", [f"{action}{end}" for action in ACTIONS for end in ("", "Response")]
)
def test_every_field_of_a_message_is_on_it(name: str) -> None:
    page = re.sub(r" \((?:its \w+ is )?made here[^)]*\)", "", PAGE)
    assert f"| {fields(official(name))} |" in page


def test_a_shared_type_is_the_same_in_every_message() -> None:
    for name in NAMES:
        for field, one in objects(official(name)):
            if field in SHARED:
                assert fields(one).replace("17 words", "18 words") == fields(types()[SHARED[field]])


def test_what_it_says_of_commands_is_to_be_found_by_the_api() -> None:
    readable = {one.path for one in api.operations if one.method == "GET"}
    assert set(ANSWERED.values()) <= readable
    assert {told.path for each in RECEIVED.values() for told in each} <= readable


def test_of_every_command_with_an_objection_it_says_what_is_refused() -> None:
    none = COMMANDS["Reset"].objection
    assert set(REFUSED) == {name for name, one in COMMANDS.items() if one.objection is not none}


def test_every_standard_key_is_on_it() -> None:
    standard = {key.value for key in ConfigurationKey} - OF_ISO_15118
    assert NAMED.keys() == standard | OF_THE_ERRATA
    assert all(re.search(rf"`{name}\*?`", PAGE) for name in NAMED)


def test_keys_are_told_as_the_simulated_charge_point_has_them() -> None:
    profiles = {key.name: profile for profile, keys in KEYS.items() for key in keys}
    for key in SIMULATED:
        assert profiles[key.name] == key.feature
        assert NAMED[key.name].access in ACCESS[key.access], key.name


def test_of_every_key_that_is_looked_up_it_says_what_for() -> None:
    assert all(NAMED[name].use for name in used_in())


@pytest.mark.parametrize(
    "key", [key for key in NAMED.values() if key.use], ids=lambda key: key.name
)
def test_a_key_by_which_something_is_decided_stands_in_the_code(key: Any) -> None:
    remedies = (ROOT / "layers/csms/csms/domain/problems.py").read_text()
    objections = (ROOT / "layers/csms/csms/domain/client_certificates.py").read_text()
    assert key.name in used_in() or key.name in remedies or key.name in objections


def test_what_is_written_by_hand_names_parameters_settings_and_paths_that_are_there() -> None:
    by_hand = re.sub(r"<!-- (\w+) -->.*?<!-- end -->", "", PAGE, flags=re.DOTALL)
    values = {"GET", "Hertz", "Lenient", "PATCH", "POST", "PUT", "Strict"}
    names = set(re.findall(r"`([A-Z]\w+)[`:]", by_hand)) - values
    assert names
    assert names <= TEMPLATE["Parameters"].keys()
    settings = set(re.findall(r"`([a-z]+[A-Z]\w+)`", by_hand))
    description = ask("GET", "/openapi.json", role=None).text
    assert {name for name in settings if f'"{name}"' not in description} == set()
    paths = set(re.findall(r"`((?:…|/)[\w/{}-]*[\w}])`", by_hand))
    known = {one.path for one in api.operations} | {CHARGE_POINT}
    assert {path.replace("…", CHARGE_POINT) for path in paths} <= known


def test_every_error_code_that_is_sent_is_on_it() -> None:
    told = {code for codes in SENT for code in codes.split(", ")}
    never = {"ProtocolError", "GenericError"}
    assert error_codes() == told - never


def error_codes() -> set[str]:
    return {
        code
        for root in ("layers", "functions")
        for file in (ROOT / root).rglob("*.py")
        for line in re.findall(
            r"(?:Error|__init__)\(\s*\"(\w+)\"|code = \"(\w+)\"", file.read_text()
        )
        for code in line
        if code.endswith(("Error", "Violation", "Supported", "Implemented"))
    }
