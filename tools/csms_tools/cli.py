"""The command `csms`. What its user got wrong is told in one line, with exit code 2."""

import sys
from importlib import import_module
from typing import NoReturn

import click
from click.shell_completion import CompletionItem

from csms import __version__
from csms_tools.commands import Faults

HERE = {
    "up": "Run everything on this machine until Ctrl-C.",
    "demo": "Everything, with three charge points that charge.",
    "simulate": "Charge points that behave.",
    "token": "A token for the operators' API of a csms up.",
    "cost": "What a fleet costs a month on AWS.",
    "redrive": "Tasks that were given up, listed and done again.",
    "hash-password": "The hash for the parameter OnboardingPasswordHash.",
}
OPERATORS = {
    "audit": "Who changed what, when, and from which address.",
    "call": "Send a command to a charge point.",
    "call-many": "Send one command to many charge points.",
    "campaigns": "Firmware for many charge points, page by page.",
    "certificates": "Certificates of charge points, and who signs them.",
    "certify": "The cases of a test laboratory, run against a CSMS.",
    "charge-points": "What is set for charge points, and known of them.",
    "charging-profiles": "What limits the power of a charge point.",
    "commands": "Commands to a charge point, and what came of them.",
    "configuration": "The keys of a charge point, and templates for many.",
    "connectors": "What each connector of a charge point reported last.",
    "connectivity": "Why a charge point does not connect, and what helps.",
    "deviations": "How charge points depart from OCPP, for their makers.",
    "firmware": "Updates of the firmware, each followed to its end.",
    "firmware-images": "What charge points can be updated with.",
    "id-tags": "The cards and apps that are handed out.",
    "inbox": "Unknown charge points that tried to connect.",
    "jobs": "Updates, diagnostics and logs that go on at a charge point.",
    "local-lists": "Who may charge while a charge point cannot ask.",
    "log": "What a charge point said, and was told.",
    "logs": "Logs and diagnostics that charge points bring.",
    "orphans": "Stops that ended no known transaction.",
    "problems": "What charge points have to be looked after for, and what helps.",
    "refused-calls": "What a charge point said of charging, and was refused.",
    "registration": "What BootNotification answers a charge point.",
    "reservations": "Connectors that are kept for somebody, and how that ended.",
    "root-certificates": "The roots that charge points trust, and who has which.",
    "security-events": "What was reported of security, and who was refused.",
    "smoke": "Does a deployment do what only a deployment can prove?",
    "transactions": "Who charged what, and when.",
}
AROUND = {
    "completion": "The script that a shell needs to complete all this.",
    "login": "Sign in at a deployment.",
    "logout": "Forget the tokens of a csms login.",
    "profile": "The deployments that you work with.",
    "whoami": "As whom commands are taken, and where.",
}
SECTIONS = {"On this machine": HERE, "For operators": OPERATORS, "Around it": AROUND}
COMMANDS = {name: help for section in SECTIONS.values() for name, help in section.items()}
ELSEWHERE = {"simulate": "csms_tools.charge_point.program.command"}


class OnDemand(click.Group):
    """Imports the file of a command when that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        module = import_module(ELSEWHERE.get(cmd_name, f"csms_tools.commands.{name}"))
        command: click.Command = getattr(module, name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=COMMANDS, ctx=ctx
            ) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(list(commands.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        return [
            CompletionItem(name, help=help)
            for name, help in COMMANDS.items()
            if name.startswith(incomplete)
        ]


@click.group(cls=OnDemand)
@click.version_option(__version__, message="%(prog)s %(version)s")
def csms() -> None:
    """An OCPP 1.6-J charge point management system.

    The commands for operators speak to its HTTP API: by default that of the csms up on this
    machine, else as --api and --token say, or a --profile.
    """


def main() -> NoReturn:
    try:
        code = csms.main(prog_name="csms", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = error.exit_code
    except click.ClickException as error:
        told = error.format_message()
        for each in told.splitlines() if isinstance(error, Faults) else [told]:
            click.echo(f"csms: {' '.join(each.split())}", err=True)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    sys.exit(code)
