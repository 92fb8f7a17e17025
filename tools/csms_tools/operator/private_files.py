"""Files that nobody but their owner can read."""

import json
import os
from pathlib import Path


def write(path: Path, document: object) -> None:
    """As JSON, in one step: whoever reads finds the old file or the new one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(document, file, indent=2)
    fresh.replace(path)
