import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.roles import RANKS, Role, role_of, suffices
from csms_tools.local.http_api.events import spelled

MAPPED = {"CSMS Admins": "admin", "Field Service": "operator", "Parking": "viewer"}
MAPPING = ",".join(f"{group}={role}" for group, role in MAPPED.items())


def bearer(claim: object) -> str:
    """The header with a token whose claim is that."""
    payload = json.dumps({"cognito:groups": claim}).encode()
    return f"Bearer e30.{base64.urlsafe_b64encode(payload).decode().rstrip('=')}.c2ln"


def role_in(claim: object) -> Role | None:
    """As a function gets it: the claim as API Gateway spells it, and the token it was in."""
    return role_of({"cognito:groups": spelled(claim)}, bearer(claim))


@pytest.mark.parametrize(
    ("claim", "role"),
    [
        ("admin", "admin"),
        (["viewer"], "viewer"),
        (["viewer", "admin"], "admin"),
        (["admin", "viewer"], "admin"),
        (["others", "viewer"], "viewer"),
        (["Parking", "admin"], "admin"),
        (["Parking admin"], None),
        (["Parking admin", "viewer"], "viewer"),
        (["admin viewer"], None),
        (["[admin]"], None),
        (["admin,"], None),
        (["administrators"], None),
        (["Admin"], None),
        ([["admin"]], None),
        ([{"admin": 1}], None),
        ([], None),
        ([""], None),
        ("Parking admin", None),
        ("[Parking admin]", None),
        ("[admin]", None),
        ("admin viewer", None),
        ("operator,viewer", None),
        (" admin", None),
        ("", None),
        (None, None),
        (7, None),
        ({"admin": "admin"}, None),
    ],
)
def test_the_highest_of_what_is_exactly_a_role_counts(claim: object, role: Role | None) -> None:
    assert role_in(claim) == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("admin", "admin"),
        ("[viewer]", "viewer"),
        ("[Parking admin]", None),
        ("[admin viewer]", None),
        ("Parking admin", None),
        ("[]", None),
        ("", None),
    ],
)
@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer a.b.c", "Bearer e30.W10.c", bearer(["admin", "x"])]
)
def test_without_its_token_only_what_has_one_reading_counts(
    text: str, role: Role | None, authorization: str
) -> None:
    assert role_of({"cognito:groups": text}, authorization) == role


@pytest.mark.parametrize(
    ("claim", "role"),
    [
        ("CSMS Admins", "admin"),
        (["CSMS Admins"], "admin"),
        (["Field Service", "others"], "operator"),
        (["Field Service", "viewer"], "operator"),
        (["CSMS", "Admins"], None),
        (["CSMS Admins Field Service"], None),
        (["csms admins"], None),
        (["Parking admin"], None),
        (["admin"], "admin"),
    ],
)
def test_a_group_may_stand_for_a_role(
    claim: object, role: Role | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLES_OF_GROUPS", MAPPING)
    assert role_in(claim) == role


def test_a_group_that_has_the_name_of_a_role_may_stand_for_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ROLES_OF_GROUPS", "admin=viewer")
    assert role_in(["admin"]) == "viewer"


WORDS = st.sampled_from([*RANKS, "Parking", "CSMS", "Admins", "Field", "Service", "x", "[", "]"])
NAMES = st.one_of(
    st.sampled_from([*RANKS, *MAPPED]),
    st.lists(WORDS, max_size=4).map(" ".join),
    st.tuples(st.sampled_from(RANKS), st.sampled_from([" ", ",", "[", "]", ".", "\t", "s"])).map(
        "".join
    ),
    st.text(max_size=8),
)


def highest(names: list[str], mapped: dict[str, str]) -> str | None:
    roles = {mapped.get(name, name) for name in names}
    return next((role for role in reversed(RANKS) if role in roles), None)


@given(claim=st.one_of(NAMES, st.lists(NAMES, max_size=4)), maps=st.booleans())
def test_nothing_but_exactly_a_role_or_its_group_grants(claim: str | list[str], maps: bool) -> None:
    names = claim if isinstance(claim, list) else [claim]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLES_OF_GROUPS", MAPPING if maps else "")
        expected = highest(names, MAPPED if maps else {})
        assert role_in(claim) == expected
        blind = role_of({"cognito:groups": spelled(names)})
        assert blind in (None, expected), "without its token it is no more"


def test_the_claim_is_the_one_that_the_template_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLE_CLAIM", "roles")
    assert role_of({"roles": "operator", "cognito:groups": "admin"}) == "operator"
    assert role_of({"cognito:groups": "admin"}) is None


MACHINE = {"sub": "4a7b", "client_id": "4a7b", "scope": "role/operator", "token_use": "access"}


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({}, "operator"),
        ({"scope": "role/viewer"}, "viewer"),
        ({"scope": "role/viewer role/admin"}, "admin"),
        ({"scope": "[role/admin]"}, None),
        ({"scope": "admin"}, None),
        ({"scope": "other/admin"}, None),
        ({"client_id": "9c1d"}, None),
        ({"client_id": ""}, None),
    ],
)
def test_the_role_of_our_own_machine_is_its_scope(
    claims: dict[str, str], role: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MACHINE_CLIENT", "4a7b")
    assert role_of(MACHINE | claims) == role


def test_where_there_is_no_machine_a_scope_is_no_role() -> None:
    assert role_of(MACHINE) is None
    assert role_of(MACHINE | {"client_id": ""}) is None


def test_each_role_may_what_those_below_it_may() -> None:
    may = {(has, needs) for has in RANKS for needs in RANKS if suffices(has, needs)}
    assert may == {
        ("viewer", "viewer"),
        ("operator", "viewer"),
        ("operator", "operator"),
        ("admin", "viewer"),
        ("admin", "operator"),
        ("admin", "admin"),
    }
    assert not any(suffices(None, needs) for needs in RANKS)
