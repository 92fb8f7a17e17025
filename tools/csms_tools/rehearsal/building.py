"""`make build`, from nothing, and what it made: for AWS, and once more for this machine."""

import shutil
from pathlib import Path

from csms_tools.rehearsal import artifacts
from csms_tools.rehearsal.programs import HERE, ROOT, SCRATCH, run
from csms_tools.rehearsal.report import Part

DEPLOYED = ROOT / ".aws-sam" / "build"
BUILT = SCRATCH / "built"


def build(folder: Path, architecture: str) -> None:
    """Raises Broken."""
    shutil.rmtree(folder, ignore_errors=True)
    run(
        *("make", "build", f"ARCHITECTURE={architecture}", f"BUILT={folder}"),
        seconds=600,
        environment={"MAKEFLAGS": ""},
    )


def inspect(part: Part, folder: Path, architecture: str) -> None:
    layer = folder / "CsmsLayer" / "python"
    native = list(artifacts.natives(layer))
    part.check(
        f"{len(native)} native files of the layer are ELF for {architecture}, and for"
        f" {artifacts.PYTHON} where they name a Python",
        artifacts.foreign(layer, architecture) or ([] if native else ["there are none"]),
    )
    part.check("every module of the layer has bytecode of Python 3.13", artifacts.uncompiled(layer))
    functions = [each for each in folder.iterdir() if each.is_dir() and each != layer.parent]
    part.check(
        f"{len(functions)} functions are built, without anything of this desk",
        [
            f"{each.name}: {one}"
            for each in functions
            for one in [*artifacts.leftovers(each), *artifacts.foreign(each, architecture)]
        ],
    )


def for_aws(part: Part) -> None:
    """Raises Broken."""
    build(DEPLOYED, "arm64")
    inspect(part, DEPLOYED, "arm64")
    part.left_open.append(
        "that Lambda loads it: nothing here runs on arm64" if HERE != "arm64" else ""
    )


def for_here(part: Part) -> Path:
    """The built template. Raises Broken."""
    build(BUILT, HERE)
    inspect(part, BUILT, HERE)
    return BUILT / "template.yaml"
