"""Which deployment a command speaks to, and with whose token."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csms_tools.commands import NoAccess, Wrong
from csms_tools.commands.running import LOCAL, state_of
from csms_tools.operator.profiles import Profile, Profiles, printed_by

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Access:
    """`token` gets one; asked again it gets a fresh one, if there is such."""

    url: str
    token: Callable[[], str]


@dataclass(frozen=True)
class Choice:
    """What the operator named: in the command's own words, which count first, or around it."""

    api: str | None = None
    profile: str | None = None
    token: str | None = None


def access(said: Choice, around: Choice) -> Access:
    """The local `csms up` if nothing else is named. Raises Wrong, NoAccess.

    A profile's token goes to its own deployment and nowhere else.
    """
    url, profile = _deployment(said, around)
    if said.token:
        return Access(url, lambda: said.token or "")
    if profile and profile.token:
        return Access(url, lambda: profile.token or "")
    if profile and profile.token_command:
        return Access(url, lambda: printed_by(profile.token_command or ""))
    if around.token:
        return Access(url, lambda: around.token or "")
    return Access(url, lambda: _minted(url))


def _deployment(said: Choice, around: Choice) -> tuple[str, Profile | None]:
    for choice in (said, around):
        if choice.api and choice.profile:
            raise Wrong(f"{choice.api} or the profile {choice.profile}? Name one of them")
        if choice.api:
            return checked(choice.api), None
        if choice.profile:
            profile = Profiles.load().find(choice.profile)
            return profile.api, profile
    profiles = Profiles.load()
    if profiles.used:
        profile = profiles.find(profiles.used)
        return profile.api, profile
    return LOCAL, None


def checked(url: str) -> str:
    """Raises Wrong."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise Wrong(f"{url}: not an http address")
    return url.rstrip("/")


def _minted(url: str) -> str:
    """A token of the development issuer whose key lies on this machine. Raises NoAccess."""
    if urlsplit(url).hostname not in _LOOPBACK:
        raise NoAccess(f"no token for {url}: name one by --token, CSMS_TOKEN or a profile")
    from csms_tools.local.http_api.issuer import Issuer, NoIssuer

    folder = Path(state_of(url)["issuer"])
    try:
        issuer = Issuer.load(folder)
    except NoIssuer:
        raise NoAccess(f"no csms up has left an issuer's key in {folder}") from None
    return issuer.token("admin", name=getpass.getuser(), at=datetime.now(UTC), lasts=_LASTS)
