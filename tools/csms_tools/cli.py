"""The command `csms`. What its user got wrong is told in one line, with exit code 2."""

import sys
from typing import NoReturn

import click

from csms_tools.charge_point.command import simulate
from csms_tools.commands.demo import demo
from csms_tools.commands.hash_password import hash_password
from csms_tools.commands.inbox import inbox
from csms_tools.commands.log import log
from csms_tools.commands.orphans import orphans
from csms_tools.commands.problems import problems
from csms_tools.commands.registration import registration
from csms_tools.commands.up import up


@click.group()
def csms() -> None:
    """An OCPP 1.6-J charge point management system, on this machine."""


for command in (demo, hash_password, inbox, log, orphans, problems, registration, simulate, up):
    csms.add_command(command)


def main() -> NoReturn:
    try:
        code = csms.main(prog_name="csms", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = error.exit_code
    except click.ClickException as error:
        click.echo(f"csms: {' '.join(error.format_message().split())}", err=True)
        code = error.exit_code
    except click.Abort:
        code = 130
    sys.exit(code)
