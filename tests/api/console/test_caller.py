import pytest

from api.http.roles import RANKS
from tests.api.support import SUBJECT, ask


@pytest.mark.parametrize("role", RANKS)
def test_whoever_asks_is_told_their_role(role: str) -> None:
    answer = ask("GET", "/caller", role=role)
    assert answer.json == {"subject": SUBJECT, "name": "olga@example.com", "role": role}


def test_without_a_role_nobody_is_anybody() -> None:
    assert ask("GET", "/caller", role=None).status == 403
