"""What the shell offers; never an error, and never for long."""

import time

import pytest
from click.shell_completion import ShellComplete

from csms_tools.cli import csms


def offered(*words: str) -> list[str]:
    *before, incomplete = words
    shell = ShellComplete(csms, {}, "csms", "_CSMS_COMPLETE")
    return [item.value for item in shell.get_completions(before, incomplete)]


def test_commands_are_offered() -> None:
    assert offered("re") == ["refused-calls", "registration", "reservations"]


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


@pytest.mark.parametrize("api", ["http://127.0.0.1:9", "https://192.0.2.1", "nonsense"])
def test_where_no_csms_answers_no_ids_are_offered(api: str) -> None:
    begun = time.monotonic()
    assert offered("log", "--api", api, "--token", "t", "CP") == []
    assert offered("id-tags", "show", "--api", api, "--token", "t", "TAG") == []
    assert time.monotonic() - begun < 5
