"""A step back: what the code of today stores, read by the release before it."""

import os
import shutil
import sys

from csms import __version__
from csms_tools.rehearsal.programs import ROOT, SCRATCH, run
from csms_tools.rehearsal.report import Part

LIFE = (sys.executable, "-m", "tests.releases.life")
ROOTS = ("functions", "layers/csms", "tools", "")


def rehearse(part: Part) -> None:
    """Raises Broken."""
    tags = run("git", "tag", "--list", "v*", "--sort=-v:refname", seconds=30).split()
    before = [tag for tag in tags if tag != f"v{__version__}"]
    if not before:
        part.left_open.append(f"before {__version__} there is no release that could read it")
        return
    stored, older = SCRATCH / "stored", SCRATCH / "older"
    shutil.rmtree(stored, ignore_errors=True)
    run(*LIFE, "--into", stored, seconds=300)
    run("git", "worktree", "prune", seconds=60)
    run("git", "worktree", "add", "--force", "--detach", older, before[0], seconds=60)
    try:
        paths = os.pathsep.join(str(older / root) for root in ROOTS)
        here = {"PYTHONPATH": paths}
        said = run(*LIFE, "--read", stored, seconds=300, environment=here, folder=older)
    finally:
        run("git", "worktree", "remove", "--force", older, seconds=60, folder=ROOT)
    part.checked.append(f"what {__version__} stores, read by {before[0]}: {said.strip()}")
