"""The commands of what operators provision, each kind at its own path and in its own words."""

import click
import pytest
from click.testing import CliRunner, Result

from csms_tools.commands.charge_points import charge_points
from csms_tools.commands.id_tags import id_tags
from csms_tools.operator import options, prompts
from tests.csms_tools.operator.support import Csms, answers, body_of

KINDS = [(charge_points, "/charge-points"), (id_tags, "/id-tags")]


def run(
    monkeypatch: pytest.MonkeyPatch, csms: Csms, group: click.Group, *words: str, typed: str = ""
) -> Result:
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    return CliRunner().invoke(group, words, input=typed)


@pytest.mark.parametrize(("kind", "path"), KINDS)
def test_each_kind_is_spoken_of_at_its_own_path(
    kind: click.Group, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    csms = answers({"id": "A/1"}, {})
    assert run(monkeypatch, csms, kind, "show", "A/1").output == "id  A/1\n"
    assert run(monkeypatch, csms, kind, "delete", "A/1", "--yes").output == "A/1 is deleted\n"
    asked = [(request.method, request.url.raw_path.decode()) for request in csms.asked]
    assert asked == [("GET", f"{path}/A%2F1"), ("DELETE", f"{path}/A%2F1")]


@pytest.mark.parametrize(("kind", "path"), KINDS)
def test_who_deletes_at_a_terminal_is_asked_before(
    kind: click.Group, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompts, "somebody_is_there", lambda: True)
    csms = answers({}, {})
    assert run(monkeypatch, csms, kind, "delete", "A", typed="n\n").exit_code == 1
    assert csms.asked == []
    assert run(monkeypatch, csms, kind, "delete", "A", typed="y\n").exit_code == 0
    assert run(monkeypatch, csms, kind, "delete", "A", "--yes").exit_code == 0
    assert len(csms.asked) == 2


def test_a_password_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    csms = answers({})
    words = ("change", "A", "--password", "-")
    assert run(monkeypatch, csms, charge_points, *words, typed="secret\n").exit_code == 0
    assert body_of(csms.asked[0]) == {"password": "secret"}


def test_what_the_csms_does_on_its_own_is_switched_on_and_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    csms = answers({}, {})
    on = ("change", "A", "--local-list-in-step", "--automatic-distance", "60")
    off = ("change", "A", "--not-local-list-in-step", "--no-automatic-distance")
    for words in (on, off):
        assert run(monkeypatch, csms, charge_points, *words).exit_code == 0
    assert [body_of(request) for request in csms.asked] == [
        {"localListInStep": True, "automaticDistance": 60},
        {"localListInStep": False, "automaticDistance": None},
    ]
