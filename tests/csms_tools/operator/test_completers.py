"""Whatever names a thing is completed, or there is a reason why not."""

from collections.abc import Iterator

import click
import pytest

from csms_tools.cli import csms
from csms_tools.operator.completing import Number

NEW = "it names what is made"
WORDS = "it is somebody's own words"
SECRET = "it is a secret"
ADDRESS = "it is an address"
TIME = "it is a time"
ELSEWHERE = "it is known elsewhere than here"
UNLISTED = "there is no list of it"

WITHOUT = {
    "--api": ADDRESS,
    "--at": TIME,
    "--begins": "it is the beginning of a name",
    "--by": UNLISTED,
    "--callback": ADDRESS,
    "--client-id": ELSEWHERE,
    "--client-secret": SECRET,
    "--day": TIME,
    "--description": WORDS,
    "--ends-within": TIME,
    "--expiry-date": TIME,
    "--files-at": ADDRESS,
    "--from-version": UNLISTED,
    "--hash-data": "its four words were reported together",
    "--install-at": TIME,
    "--issuer": ADDRESS,
    "--key": NEW,
    "--kms-key": ELSEWHERE,
    "--latest": TIME,
    "--location": ADDRESS,
    "--model": UNLISTED,
    "--name": WORDS,
    "--note": WORDS,
    "--oldest": TIME,
    "--operation": UNLISTED,
    "--operator": "it is a MODULE:CLASS of Python",
    "--operator-option": "it is a NAME=VALUE of that class",
    "--organization": WORDS,
    "--origin": ADDRESS,
    "--parameter": "it is a NAME=VALUE of template.yaml",
    "--password": SECRET,
    "--password-url": ADDRESS,
    "--queue-until": TIME,
    "--reason": WORDS,
    "--region": ELSEWHERE,
    "--resource": UNLISTED,
    "--scope": ELSEWHERE,
    "--serial": ELSEWHERE,
    "--serial-number": ELSEWHERE,
    "--set": "it is a KEY=VALUE of the simulator",
    "--sha256": "it is of a file that is made known",
    "--signature": ELSEWHERE,
    "--since": TIME,
    "--stack": ELSEWHERE,
    "--stopped-at": TIME,
    "--timeout": TIME,
    "--token": SECRET,
    "--token-command": WORDS,
    "--type": UNLISTED,
    "--until": TIME,
    "--up": ADDRESS,
    "--url": ADDRESS,
    "--vendor": UNLISTED,
    "--version": WORDS,
    "--wait": TIME,
    "--window": TIME,
    "--wss-url": ADDRESS,
    "campaigns start location": ADDRESS,
    "campaigns start name": NEW,
    "charge-points create id": NEW,
    "configuration set value": WORDS,
    "configuration templates store name": NEW,
    "configuration templates store values": NEW,
    "firmware start location": ADDRESS,
    "id-tags create id_tag": NEW,
    "profile set name": NEW,
    "simulate --id": NEW,
    "simulate --id-tag": "no CSMS is asked",
    "token --group": "it is of an issuer's groups",
}
"""What is not completed, by its option or by its command and argument."""

FILES = {"--file", "firmware-images add file"}  # `-` and addresses, too: the shell offers files
NAMING = {"connector", "number", "transaction", "transaction_id"}
NEW_NUMBERS = {"reservations start --number"}


def parameters(
    command: click.Command = csms, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Parameter]]:
    """All of all commands, each with its command's words."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below
            yield from parameters(below, (*words, name))
        return
    for each in command.params:
        yield " ".join(words), each


def is_completed(each: click.Parameter) -> bool:
    if isinstance(each.type, click.Choice | click.Path | click.types.BoolParamType):
        return True
    return type(each.type).shell_complete is not click.ParamType.shell_complete


def names(line: str, each: click.Parameter) -> set[str]:
    option = each.opts[0]
    return {option, f"{line} {option}"}


ALL = list(parameters())
AMOUNT = click.types.IntParamType | click.types.FloatParamType


def test_text_is_completed_or_there_is_a_reason() -> None:
    left = {
        f"{line} {each.opts[0]}"
        for line, each in ALL
        if not is_completed(each)
        and not isinstance(each.type, AMOUNT)
        and not names(line, each) & (WITHOUT.keys() | FILES)
    }
    assert left == set()


def test_a_number_that_names_a_thing_is_completed() -> None:
    left = {
        f"{line} {each.opts[0]}"
        for line, each in ALL
        if each.name in NAMING and isinstance(each.type, AMOUNT)
    }
    assert left == NEW_NUMBERS
    assert sum(isinstance(each.type, Number) for _, each in ALL) > 10


def test_no_reason_is_given_for_nothing() -> None:
    there = set().union(*(names(line, each) for line, each in ALL if not is_completed(each)))
    assert WITHOUT.keys() - there == set()


@pytest.mark.parametrize("option", ["--profile", "--charge-point", "--image"])
def test_an_option_that_names_a_thing_is_completed_wherever_it_stands(option: str) -> None:
    found = [each for _, each in ALL if option in each.opts]
    assert found
    assert all(map(is_completed, found))
