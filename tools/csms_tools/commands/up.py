"""`csms up`: the options, and how each kind of failure is told."""

import sys
from pathlib import Path
from typing import Any

import click

from csms_tools.commands import Failed, Faults, Wrong

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_PORT = click.IntRange(0, 65535)


def _named(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    parameters = {}
    for each in given:
        name, separator, value = each.partition("=")
        if not separator:
            raise click.BadParameter(f"{each} is not NAME=VALUE")
        parameters[name] = value
    return parameters


@click.command()
@click.option("--seed", type=_FILE, help="YAML: what is missing of it is made. Else a demo.")
@click.option("--data", type=_FOLDER, help="Where to keep all state; else it is forgotten.")
@click.option("--ws-port", type=_PORT, default=9000, show_default=True, help="0: any free port.")
@click.option("--wss-port", type=_PORT, default=9443, show_default=True)
@click.option("--api-port", type=_PORT, default=8080, show_default=True)
@click.option(
    "--client-ca",
    type=_FILE,
    help="More roots of client certificates (PEM), beside our own authority.",
)
@click.option(
    "--parameter",
    "parameters",
    multiple=True,
    callback=_named,
    metavar="NAME=VALUE",
    help="A parameter of template.yaml; may be repeated.",
)
@click.option(
    "--idle-seconds",
    type=click.FloatRange(min=0.1),
    default=600,
    show_default=True,
    help="How long a connection may be silent.",
)
@click.option(
    "--connection-seconds",
    type=click.FloatRange(min=0.1),
    default=7200,
    show_default=True,
    help="How long a connection may last.",
)
@click.option(
    "--log",
    type=click.Choice(["lines", "json"]),
    help="How functions' logs are shown: lines on a terminal, else json; --data keeps the json.",
)
@click.option(
    "--permissions",
    is_flag=True,
    help="At the end, say what functions may do and have not done.",
)
@click.pass_context
def up(
    context: click.Context,
    /,
    seed: Path | None,
    idle_seconds: float,
    connection_seconds: float,
    log: str | None,
    **given: Any,
) -> None:
    """Run everything on loopback until SIGINT or SIGTERM."""
    from csms_tools.local.exclusive import Unusable
    from csms_tools.local.gateway import Platform
    from csms_tools.local.options import Options
    from csms_tools.local.seed import DEMO, SeedFile
    from csms_tools.local.service_process import StartError
    from csms_tools.local.stack.stack import TemplateError
    from csms_tools.local.up import up as run
    from csms_tools.local.yaml_lines import Misplaced

    platform = Platform(idle_seconds=idle_seconds, connection_seconds=connection_seconds)
    as_json = log == "json" or (log is None and not sys.stderr.isatty())
    try:
        options = Options(
            seed=SeedFile(seed or DEMO), platform=platform, log_as_json=as_json, **given
        )
        code = run(options)
    except Misplaced as error:
        raise Faults(str(error)) from error
    except (TemplateError, Unusable) as error:
        raise Wrong(str(error)) from error
    except StartError as error:
        raise Failed(str(error)) from error
    context.exit(code)
