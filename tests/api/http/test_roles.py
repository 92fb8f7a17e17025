import pytest

from api.http.roles import RANKS, Role, role_of, suffices


@pytest.mark.parametrize(
    ("claim", "role"),
    [
        ("admin", "admin"),
        ("[viewer]", "viewer"),
        ("[viewer admin]", "admin"),
        ("[admin viewer]", "admin"),
        ("operator,viewer", "operator"),
        ("viewer, operator", "operator"),
        ("[others viewer]", "viewer"),
        ("administrators", None),
        ("Admin", None),
        ("[]", None),
        ("", None),
    ],
)
def test_the_highest_role_of_the_claim_counts(claim: str, role: Role | None) -> None:
    assert role_of({"cognito:groups": claim}) == role


def test_the_claim_is_the_one_that_the_template_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLE_CLAIM", "roles")
    assert role_of({"roles": "operator", "cognito:groups": "admin"}) == "operator"
    assert role_of({"cognito:groups": "admin"}) is None


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
