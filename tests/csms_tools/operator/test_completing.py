"""What the shell offers; never an error, and never for long."""

import socket
import time
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from csms_tools.cli import csms
from csms_tools.operator.completing import Known


def offered(*words: str) -> list[str]:
    *before, incomplete = words
    shell = ShellComplete(csms, {}, "csms", "_CSMS_COMPLETE")
    return [item.value for item in shell.get_completions(before, incomplete)]


def test_commands_are_offered() -> None:
    assert offered("re") == ["redrive", "refused-calls", "registration", "reservations"]


def test_actions_are_offered_whatever_their_case() -> None:
    assert offered("call", "CP1", "remotest") == ["RemoteStartTransaction", "RemoteStopTransaction"]


def test_the_fields_of_the_action_are_offered() -> None:
    assert offered("call", "CP1", "ChangeAvailability", "") == ["connectorId=", "type="]
    retries = ["retries=", "retryInterval="]
    assert offered("call", "CP1", "GetDiagnostics", "retr") == retries
    assert offered("call", "CP1", "Nonsense", "") == []


def test_the_words_that_a_field_takes_are_offered() -> None:
    assert offered("call", "CP1", "Reset", "type=") == ["type=Hard", "type=Soft"]
    assert offered("call", "CP1", "Reset", "type=S") == ["type=Soft"]
    assert offered("call", "CP1", "UnlockConnector", "connectorId=") == []
    assert offered("call", "CP1", "Reset", "nonsense=") == []


def test_subcommands_are_offered() -> None:
    assert offered("charge-points", "cr") == ["create"]
    assert offered("configuration", "templates", "s") == ["show", "store"]
    assert "replace" in offered("local-lists", "")


def test_the_options_of_the_list_that_is_left_unsaid_are_offered() -> None:
    assert offered("charge-points", "--li") == ["--limit"]
    assert offered("charge-points", "--limit", "3", "--js") == ["--json"]


def test_profiles_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert offered("profile", "use", "") == []
    CliRunner().invoke(csms, ["profile", "set", "depot", "--api", "https://csms.example"])
    assert offered("profile", "use", "d") == ["depot"]


@pytest.mark.parametrize("words", ["connectors CP1", "transactions show CP1", "log CP1"])
def test_what_is_static_needs_no_request(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(Known, "shell_complete", never)
    assert offered(*words.split(), "--js") == ["--json"]


@pytest.mark.parametrize("api", ["http://127.0.0.1:9", "http://{silent}", "nonsense"])
def test_where_no_csms_answers_no_ids_are_offered(api: str) -> None:
    begun = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        api = api.format(silent=f"127.0.0.1:{silent.getsockname()[1]}")
        assert offered("log", "--api", api, "--token", "t", "CP") == []
        assert offered("id-tags", "show", "--api", api, "--token", "t", "TAG") == []
    assert time.monotonic() - begun < 5
