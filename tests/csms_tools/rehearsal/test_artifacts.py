"""What was built is judged by its files: here as a wheel for one machine or another has them."""

import py_compile
from pathlib import Path

import pytest

from csms_tools.rehearsal.artifacts import (
    MACHINES,
    MAGIC,
    NEVER_CHECKED,
    PYTHON,
    foreign,
    leftovers,
    natives,
    uncompiled,
)


def elf(path: Path, machine: int = MACHINES["arm64"]) -> Path:
    """The begin of a file as the linker writes it: 64 bits, little endian."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(11) + machine.to_bytes(2, "little") + bytes(44))
    return path


def compiled(source: Path, head: bytes = MAGIC + NEVER_CHECKED) -> None:
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text("")
    bytecode = source.parent / "__pycache__" / f"{source.stem}.{PYTHON}.pyc"
    bytecode.parent.mkdir(exist_ok=True)
    bytecode.write_bytes(head + bytes(8))


def test_native_files_are_known_by_what_is_in_them(tmp_path: Path) -> None:
    found = elf(tmp_path / "a" / "lib.so.1")
    (tmp_path / "text.so").write_text("no library")
    assert list(natives(tmp_path)) == [found]


@pytest.mark.parametrize(
    "name", ["core.cpython-313-aarch64-linux-gnu.so", "core.abi3.so", "libffi.so.8"]
)
def test_what_loads_there_is_let_through(name: str, tmp_path: Path) -> None:
    elf(tmp_path / name)
    assert foreign(tmp_path, "arm64") == []


@pytest.mark.parametrize(
    ("machine", "told"), [(62, "is for x86_64, not arm64"), (243, "is for machine 243, not arm64")]
)
def test_another_processor_is_told(machine: int, told: str, tmp_path: Path) -> None:
    elf(tmp_path / "core.abi3.so", machine)
    assert foreign(tmp_path, "arm64") == [f"core.abi3.so {told}"]


def test_another_python_is_told(tmp_path: Path) -> None:
    elf(tmp_path / "core.cpython-312-aarch64-linux-gnu.so")
    (told,) = foreign(tmp_path, "arm64")
    assert told.endswith("is for cpython-312, not cpython-313")


def test_bytecode_that_is_never_checked_is_what_is_wanted(tmp_path: Path) -> None:
    compiled(tmp_path / "package" / "module.py")
    assert uncompiled(tmp_path) == []


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"", "module.py has no bytecode"),
        ((3531).to_bytes(2, "little") + b"\r\n" + NEVER_CHECKED, "is of another Python"),
        (MAGIC + bytes(4), "is compared with its source"),
        (MAGIC + (0b11).to_bytes(4, "little"), "is compared with its source"),
    ],
)
def test_other_bytecode_is_told(head: bytes, told: str, tmp_path: Path) -> None:
    compiled(tmp_path / "module.py", head)
    if not head:
        next(tmp_path.rglob("*.pyc")).unlink()
    (found,) = uncompiled(tmp_path)
    assert told in found


def test_the_number_of_bytecode_is_that_of_its_python(tmp_path: Path) -> None:
    """As far as the Python here can tell: the end of the magic, and where the flags stand."""
    source = tmp_path / "module.py"
    source.write_text("")
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    made = py_compile.compile(str(source), doraise=True, invalidation_mode=mode)
    assert made
    head = Path(made).read_bytes()[:8]
    assert (head[2:4], head[4:]) == (MAGIC[2:], NEVER_CHECKED)


def test_leavings_of_a_desk_are_told(tmp_path: Path) -> None:
    for name in ("app.py", "api/__pycache__/app.cpython-311.pyc", ".coverage", "api/app.py.orig"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert leftovers(tmp_path) == [
        ".coverage",
        "api/__pycache__",
        "api/__pycache__/app.cpython-311.pyc",
        "api/app.py.orig",
    ]
