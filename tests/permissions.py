"""Which permissions no conversation has used: each `csms up` of the suite tells it as it ends.

A function's policy lists what its code asks for, and nothing for a day that has not come. The
whole suite fails where one is left over; a part of it cannot know.
"""

import json
import os
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import uuid4

FOLDER = "CSMS_TESTS_UNUSED_PERMISSIONS"

Permission = tuple[str, str, str]  # function, action, resource

NEEDED: Mapping[Permission, str] = {}
"""What is needed where no conversation comes, and why."""


def note(api: str, patience: float) -> None:
    """What of a running system nobody has used so far."""
    folder = os.environ.get(FOLDER)
    if folder is None:
        return
    with urllib.request.urlopen(f"{api}/@runtime/permissions", timeout=patience) as answer:
        (Path(folder) / f"{uuid4()}.json").write_bytes(answer.read())


def never_used(folder: Path) -> list[Permission]:
    """Of all systems that have told: what was listed and never used, and has no reason."""
    told = [json.loads(file.read_text())["unused"] for file in folder.iterdir()]
    runs = [{(one["function"], one["action"], one["resource"]) for one in each} for each in told]
    return sorted(set.intersection(*runs) - NEEDED.keys()) if runs else []


def report(permissions: Iterable[Permission]) -> list[str]:
    return ["no conversation has used these permissions:", *map("  ".join, permissions)]
