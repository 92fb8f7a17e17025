"""What was built, read from the files themselves: for which processors, for which Python."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

MACHINES = {"arm64": 183, "x86_64": 62}  # e_machine of an ELF header
PYTHON = "cpython-313"
MAGIC = (3571).to_bytes(2, "little") + b"\r\n"  # of Python 3.13's bytecode
NEVER_CHECKED = (0b01).to_bytes(4, "little")  # a hash that nobody compares: /opt is read-only

_TAG = re.compile(r"\.((?:cpython|pypy)-?\d+)[^/]*\.so$")


def natives(folder: Path) -> Iterator[Path]:
    """Files that are ELF, whatever their name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def foreign(folder: Path, architecture: str) -> list[str]:
    """Native files that do not load there: another processor, or another Python."""
    return [
        f"{path.relative_to(folder)} {why}"
        for path in natives(folder)
        if (why := _unfit(path, architecture))
    ]


def _unfit(path: Path, architecture: str) -> str | None:
    header = path.read_bytes()[:20]
    machine = int.from_bytes(header[18:20], "little" if header[5] == 1 else "big")
    if machine != MACHINES[architecture]:
        known = {number: name for name, number in MACHINES.items()}
        return f"is for {known.get(machine, f'machine {machine}')}, not {architecture}"
    tag = _TAG.search(path.name)
    if tag and tag[1] != PYTHON:
        return f"is for {tag[1]}, not {PYTHON}"
    return None


def uncompiled(folder: Path, ignored: Sequence[str] = ()) -> list[str]:
    """Modules whose bytecode is missing, of another Python, or compared with its source."""
    found = []
    for source in sorted(folder.rglob("*.py")):
        name = source.relative_to(folder).as_posix()
        if name in ignored:
            continue
        compiled = source.parent / "__pycache__" / f"{source.stem}.{PYTHON}.pyc"
        head = compiled.read_bytes()[:8] if compiled.exists() else b""
        if not head:
            found.append(f"{name} has no bytecode")
        elif head[:4] != MAGIC:
            found.append(f"the bytecode of {name} is of another Python")
        elif head[4:] != NEVER_CHECKED:
            found.append(f"the bytecode of {name} is compared with its source")
    return found


def leftovers(folder: Path) -> list[str]:
    """Of a desk: caches, tests' leavings, editors' files."""
    unwanted = re.compile(r"(^|/)(__pycache__|\.[^/]+|[^/]+\.(pyc|orig|rej|swp))$")
    return [
        name
        for path in sorted(folder.rglob("*"))
        if unwanted.search(name := path.relative_to(folder).as_posix())
    ]
