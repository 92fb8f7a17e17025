"""Files to and from the addresses that the API names: they are signed, and take no token."""

from pathlib import Path
from urllib.parse import urlsplit

import httpx

from csms_tools.commands import Failed, NoAnswer

_PATIENCE = httpx.Timeout(30.0)  # seconds without a byte
_CHUNK = 1 << 20


def bring(source: Path, address: str) -> None:
    """Raises Failed, NoAnswer."""
    try:
        with source.open("rb") as file:
            answer = httpx.put(address, content=file, timeout=_PATIENCE)
    except OSError as error:
        raise Failed(f"{source}: {error.strerror}") from error
    except httpx.TransportError as error:
        raise NoAnswer(f"{source}: it was not taken: {error}") from error
    if not answer.is_success:
        raise Failed(f"{source}: {answer.status_code} {answer.text.strip()}")


def fetch(address: str, target: Path) -> int:
    """Bytes of the file; what broke off lies beside it and is gone on with.

    Raises Failed, NoAnswer.
    """
    place = urlsplit(address).path.split("/")[-2]  # no half of another file is gone on with
    half = target.with_name(f"{target.name}.{place}.part")
    try:
        had = half.stat().st_size if half.exists() else 0
        headers = {"Range": f"bytes={had}-"} if had else {}
        with httpx.stream("GET", address, headers=headers, timeout=_PATIENCE) as answer:
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                half.unlink()
                return fetch(address, target)
            if not answer.is_success:
                answer.read()
                raise Failed(f"{target.name}: {answer.status_code} {answer.text.strip()}")
            goes_on = answer.status_code == httpx.codes.PARTIAL_CONTENT
            with half.open("ab" if goes_on else "wb") as file:
                for chunk in answer.iter_raw(_CHUNK):
                    file.write(chunk)
        half.replace(target)
        return target.stat().st_size
    except OSError as error:
        raise Failed(f"{target}: {error.strerror}") from error
    except httpx.TransportError as error:
        raise NoAnswer(f"{target.name}: it broke off; once more goes on: {error}") from error
