import re
import time

import pytest

from api import app
from api.http.roles import RANKS, Role, suffices
from tests.api.support import answered, ask, event_of
from tests.support import Context


def path_of(template: str) -> str:
    return re.sub(r"\{\w+\}", "1", template)


@pytest.mark.parametrize("role", [None, *RANKS])
@pytest.mark.parametrize(("method", "path"), app.ROLES)
@pytest.mark.usefixtures("store")
def test_each_operation_is_open_to_its_role_and_those_above(
    method: str, path: str, role: Role | None
) -> None:
    """A parameter that nobody knows is refused after the role, so that nothing is changed."""
    answer = ask(method, path_of(path), role=role, query={"nobodyKnows": "1"})
    expected = 400 if suffices(role, app.ROLES[method, path]) else 403
    assert answer.status == expected
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_change_needs_more_than_a_viewer() -> None:
    assert {path for (method, path), role in app.ROLES.items() if method != "GET"}
    for (method, path), role in app.ROLES.items():
        assert method == "GET" or role != "viewer", path


def test_what_does_not_end_in_time_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.api, "resolve", lambda *_: time.sleep(5))
    answer = answered(event_of("GET", "/id-tags"), Context(1.05))
    assert (answer.status, answer.json["title"]) == (503, "Service Unavailable")
