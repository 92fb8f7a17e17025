"""What a cold start loads: the layer as `make build` makes it, the functions, Lambda's packages."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from benchmarks.cold.results import Layer
from benchmarks.systems import ROOT, Broken

DEPLOYED = "aarch64-manylinux_2_28"
_IN_LAMBDA = ("botocore", "dateutil", "six", "urllib3")
_PACKAGES_NAMED = 8


def python313() -> str:
    """Lambda's version, found as the layer's Makefile finds it. Raises Broken."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = [os.environ.get("CSMS_PYTHON313", ""), "python3.13"]
    candidates += map(str, sorted(pyenv.glob("versions/3.13*/bin/python")))
    for candidate in filter(None, candidates):
        # a shim of pyenv stands on PATH even for a version that does not run
        told = "import sys; print(sys.version_info[:2] == (3, 13) and sys.executable or '')"
        try:
            asked = subprocess.run([candidate, "-c", told], capture_output=True, text=True)
        except OSError:
            continue
        if found := asked.stdout.strip():
            return found
    raise Broken("a cold start needs Python 3.13, or one named in CSMS_PYTHON313")


def layer(folder: Path, platform: str) -> Layer:
    """Built into a folder by its own Makefile. Raises Broken."""
    began = perf_counter()
    made = subprocess.run(
        ["make", "-C", str(ROOT / "layers" / "csms"), "build-CsmsLayer"],  # noqa: S607
        env=os.environ
        | {
            "ARTIFACTS_DIR": str(folder),
            "CSMS_PLATFORM": platform,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise Broken(f"the layer was not built: {made.stderr}")
    took = perf_counter() - began
    packages = folder / "python"
    sizes = {each.name: _bytes(each) for each in packages.iterdir()}
    return Layer(
        platform=platform,
        seconds=round(took, 1),
        megabytes=round(sum(sizes.values()) / 1e6, 1),
        zipped_megabytes=round(_zipped(folder) / 1e6, 1),
        packages=_largest(sizes),
        bytecode=(packages / "csms" / "__pycache__").exists(),
    )


def code(folder: Path) -> Path:
    """The functions as `make build` copies them, without bytecode."""
    shutil.copytree(
        ROOT / "functions", folder, ignore=shutil.ignore_patterns("__pycache__", "Makefile")
    )
    return folder


def of_lambda(folder: Path, python: str) -> Path:
    """What Lambda's own Python has besides the standard library, in our versions."""
    folder.mkdir()
    for name in _IN_LAMBDA:
        spec = find_spec(name)
        assert spec
        assert spec.origin
        origin = Path(spec.origin)
        if origin.name == "__init__.py":
            ignored = shutil.ignore_patterns("__pycache__", "data")
            shutil.copytree(origin.parent, folder / name, ignore=ignored)
        else:
            shutil.copy(origin, folder)
    subprocess.run([python, "-m", "compileall", "-q", str(folder)], check=True)
    return folder


def _largest(sizes: Mapping[str, int]) -> dict[str, float]:
    largest = sorted(sizes.items(), key=lambda each: -each[1])[:_PACKAGES_NAMED]
    return {name: round(size / 1e6, 1) for name, size in largest}


def _bytes(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())


def _zipped(folder: Path) -> int:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(folder.rglob("*")):
            archive.write(each, each.relative_to(folder))
    size = path.stat().st_size
    path.unlink()
    return size
