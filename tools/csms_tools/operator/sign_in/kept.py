"""The tokens of those who have signed in, in a file that only their operator can read."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from csms_tools.commands import Wrong
from csms_tools.operator import private_files
from csms_tools.operator.profiles import Client


@dataclass(frozen=True)
class Place:
    """A deployment as it is named: tokens go nowhere else, though a profile be set anew."""

    profile: str | None
    api: str

    @property
    def key(self) -> str:
        return f"{self.profile or ''} {self.api}"

    def __str__(self) -> str:
        return self.profile or self.api


@dataclass(frozen=True)
class Tokens:
    """`sent` is what the API gets, `ends` in seconds since 1970; `refresh` makes the next one."""

    issuer: str
    client_id: str
    sent: str
    ends: float
    refresh: str | None = None

    def are_of(self, client: Client) -> bool:
        return (self.issuer, self.client_id) == (client.issuer, client.id)


def path() -> Path:
    return Path(click.get_app_dir("csms")) / "tokens.json"


def find(place: Place) -> Tokens | None:
    """Raises Wrong."""
    return _all().get(place.key)


def keep(place: Place, tokens: Tokens) -> None:
    """Inside of `locked`."""
    _write(_all() | {place.key: tokens})


def forget(place: Place) -> None:
    """Inside of `locked`."""
    _write({key: tokens for key, tokens in _all().items() if key != place.key})


@contextmanager
def locked() -> Iterator[None]:
    """One program at a time changes them; a refresh token that is used twice may be void."""
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path().with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _all() -> dict[str, Tokens]:
    try:
        kept = json.loads(path().read_text())
        return {key: Tokens(**each) for key, each in kept.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise Wrong(f"{path()} cannot be read: {error}") from error


def _write(tokens: dict[str, Tokens]) -> None:
    private_files.write(path(), {key: asdict(each) for key, each in tokens.items()})
