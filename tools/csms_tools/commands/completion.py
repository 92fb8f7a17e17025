"""`csms completion`: what a shell has to read to complete commands, actions and ids."""

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script for the shell: eval "$(csms completion bash)" in ~/.bashrc."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind
    script = kind(context.find_root().command, {}, "csms", "_CSMS_COMPLETE")
    click.echo(script.source_template % script.source_vars())
