"""Profiles: the deployments that an operator works with, in a file that only they can read."""

import json
import os
import shlex
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

from csms_tools.commands import NoAccess, Wrong


@dataclass(frozen=True)
class Profile:
    """Where a deployment is, and its token or the command that prints one."""

    api: str
    token: str | None = None
    token_command: str | None = None


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
            named = {name: Profile(**each) for name, each in kept["named"].items()}
            return cls(named, kept["used"])
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Wrong(f"{path()} cannot be read: {error}") from error

    def save(self) -> None:
        file = path()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as kept:
            json.dump(asdict(self), kept, indent=2)
        fresh.replace(file)

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
