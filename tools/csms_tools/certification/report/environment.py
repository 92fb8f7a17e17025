"""What the run was made on."""

import os
import platform
import socket
import subprocess
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[4]


def machine() -> str:
    cores = os.cpu_count() or 1
    return f"{_processor()}, {cores} core{'s' if cores > 1 else ''}"


def system() -> str:
    return f"{platform.system()} {platform.release().partition('-')[0]}"


def commit() -> str:
    """Of these sources; empty where they stand in no git repository."""
    found = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "functions", "layers")
    return f"{found}, with changes" if found and changed else found


def network(urls: Sequence[str]) -> str:
    """The kind of the addresses: nothing that a report need not tell."""
    return ", ".join(sorted({_kind(urlsplit(url).hostname or "") for url in urls}))


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text().splitlines() if cpus.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _git(*words: str) -> str:
    if not (ROOT / ".git").exists():
        return ""
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *words],  # noqa: S607 (wherever it is)
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _kind(host: str) -> str:
    try:
        address = ip_address(socket.getaddrinfo(host, None)[0][4][0])
    except (OSError, ValueError):
        return "an address that is not found"
    if address.is_loopback:
        return "loopback"
    return "a private network" if address.is_private else "the internet"
