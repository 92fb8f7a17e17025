"""Profiles: the deployments that an operator works with, in a file that only they can read."""

import json
import shlex
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click

from csms_tools.commands import NoAccess, Wrong
from csms_tools.operator import private_files

LOOPBACK = ("127.0.0.1", "::1", "localhost")
CALLBACK = "http://localhost:8250/"  # what SignInUrl in template.yaml is by default


@dataclass(frozen=True)
class Client:
    """What csms is to the issuer of a deployment's tokens; with a `secret` it is a machine.

    `callback` is where the issuer sends a browser back; `access_token`: the API gets that one, and
    not the ID token.
    """

    issuer: str
    id: str
    secret: str | None = None
    scope: str | None = None
    callback: str = CALLBACK
    access_token: bool = False


@dataclass(frozen=True)
class Profile:
    """Where a deployment is, and its token, the command that prints one, or who gives it."""

    api: str
    token: str | None = None
    token_command: str | None = None
    client: Client | None = None

    @classmethod
    def of(cls, document: dict[str, Any]) -> "Profile":
        client = document.get("client")
        return cls(**document | {"client": Client(**client) if client else None})


@dataclass
class Profiles:
    """`used` is the one that counts where none is named."""

    named: dict[str, Profile] = field(default_factory=dict)
    used: str | None = None

    @classmethod
    def load(cls) -> "Profiles":
        """Raises Wrong."""
        try:
            kept = json.loads(path().read_text())
            named = {name: Profile.of(each) for name, each in kept["named"].items()}
            return cls(named, kept["used"])
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Wrong(f"{path()} cannot be read: {error}") from error

    def save(self) -> None:
        private_files.write(path(), asdict(self))

    def find(self, name: str) -> Profile:
        """Raises Wrong."""
        try:
            return self.named[name]
        except KeyError:
            raise Wrong(f"there is no profile {name}") from None


def path() -> Path:
    return Path(click.get_app_dir("csms")) / "profiles.json"


def printed_by(command: str) -> str:
    """The token that a command prints, which no shell reads. Raises NoAccess."""
    try:
        done = subprocess.run(shlex.split(command), stdout=subprocess.PIPE, text=True, check=True)
    except subprocess.CalledProcessError as error:
        raise NoAccess(f"the token command ended with {error.returncode}: {command}") from error
    except (OSError, ValueError, IndexError) as error:
        raise NoAccess(f"the token command failed: {error}") from error
    if not (token := done.stdout.strip()):
        raise NoAccess(f"the token command printed nothing: {command}")
    return token
