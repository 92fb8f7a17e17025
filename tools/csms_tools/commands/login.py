"""`csms login`: sign in once, for all commands that come after."""

import os
import sys

import click

from csms_tools.commands import Wrong
from csms_tools.operator.options import Operator, operates

_FIVE_MINUTES = 300


@click.command()
@click.option("--no-browser", is_flag=True, help="Open none; the address is printed in any case.")
@click.option(
    "--timeout",
    type=click.IntRange(1, 3600),
    default=_FIVE_MINUTES,
    show_default=True,
    help="Seconds to sign in.",
)
@operates
def login(operator: Operator, no_browser: bool, timeout: int) -> None:
    """Sign in at a deployment by a browser; a machine, by its client credentials.

    The tokens stay in a file that only you can read, and are renewed by themselves.
    """
    from csms_tools.operator.access import client_of, deployment
    from csms_tools.operator.sign_in import flow, kept
    from csms_tools.operator.sign_in.claims import named_by

    name, profile = deployment(*operator.choices)
    if operator.choices[0].token or profile.token or profile.token_command:
        raise Wrong("a token is named already, there is nothing to sign in for")
    place, client = kept.Place(name, profile.api), client_of(profile)
    if client is None:
        raise Wrong(
            f"{place}: say by csms profile set who issues its tokens (--issuer, --client-id)"
        )
    if client.secret:
        tokens = flow.of_a_machine(client)
    else:
        tokens = flow.signed_in(client, lambda url: _show(url, not no_browser), timeout)
    with kept.locked():
        kept.keep(place, tokens)
    who = named_by(tokens.sent)
    operator.output.done(f"signed in at {place} as {who}", {"api": place.api, "name": who})


def _show(url: str, in_browser: bool) -> None:
    click.echo(f"To sign in open\n\n  {url}\n", err=True)
    if in_browser:
        from threading import Thread

        Thread(target=_open, args=(url,), daemon=True).start()


def _open(url: str) -> None:
    """In a window of its own: a browser within the terminal would take that from us."""
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    within = type(browser) is webbrowser.GenericBrowser and "BROWSER" not in os.environ
    if not (within or (sys.platform == "linux" and not _has_windows())):
        browser.open(url)


def _has_windows() -> bool:
    return any(name in os.environ for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
