"""Which deployment a command speaks to, and with whose token."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csms_tools.commands import NoAccess, Wrong
from csms_tools.commands.running import LOCAL, state_of
from csms_tools.operator.profiles import LOOPBACK, Client, Profile, Profiles, printed_by
from csms_tools.operator.sign_in import kept
from csms_tools.operator.sign_in.kept import Place

_LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Access:
    """`token` gets one; asked again it gets a fresh one, if there is such.

    `by`: how; `kept`: the first may be of an earlier command.
    """

    url: str
    token: Callable[[], str]
    by: str = ""
    kept: bool = False


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
    name, profile = deployment(said, around)
    place, url = Place(name, profile.api), profile.api
    if said.token:
        return Access(url, lambda: said.token or "", "--token")
    if profile.token:
        return Access(url, lambda: profile.token or "", "the profile")
    if profile.token_command:
        return Access(url, lambda: printed_by(profile.token_command or ""), "the token command")
    if around.token and not name:
        return Access(url, lambda: around.token or "", "CSMS_TOKEN")
    if (client := client_of(profile)) and (client.secret or kept.find(place)):
        from csms_tools.operator.sign_in.flow import Lasting

        by = "client credentials" if client.secret else "csms login"
        return Access(url, Lasting(place, client), by, kept=True)
    if around.token:
        return Access(url, lambda: around.token or "", "CSMS_TOKEN")
    return Access(url, lambda: _minted(place, profile), "the csms up on this machine")


def client_of(profile: Profile) -> Client | None:
    """What csms is to the issuer of its tokens; a csms up is its own."""
    if profile.client or not _is_here(profile.api):
        return profile.client
    parts = urlsplit(profile.api)
    return Client(f"http://127.0.0.1:{parts.port or 80}/@issuer", "csms")


def deployment(said: Choice, around: Choice) -> tuple[str | None, Profile]:
    """The profile and its name, or one that has no more than an address. Raises Wrong."""
    for choice in (said, around):
        if choice.api and choice.profile:
            raise Wrong(f"{choice.api} or the profile {choice.profile}? Name one of them")
        if choice.api:
            return None, Profile(checked(choice.api))
        if choice.profile:
            return choice.profile, Profiles.load().find(choice.profile)
    profiles = Profiles.load()
    if profiles.used:
        return profiles.used, profiles.find(profiles.used)
    return None, Profile(LOCAL)


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


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in LOOPBACK


def _minted(place: Place, profile: Profile) -> str:
    """A token of the development issuer whose key lies on this machine. Raises NoAccess."""
    url = place.api
    if profile.client:
        raise NoAccess(f"nobody is signed in at {place}: csms login --profile {place}")
    if not _is_here(url):
        raise NoAccess(f"no token for {url}: name one by --token, CSMS_TOKEN or a profile")
    from csms_tools.local.http_api.issuer import Issuer, NoIssuer

    folder = Path(state_of(url)["issuer"])
    try:
        issuer = Issuer.load(folder)
    except NoIssuer:
        raise NoAccess(f"no csms up has left an issuer's key in {folder}") from None
    return issuer.token("admin", name=getpass.getuser(), at=datetime.now(UTC), lasts=_LASTS)
