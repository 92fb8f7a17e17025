"""`make release VERSION=0.2.0`: the version where it stands, CHANGELOG dated, a commit and a tag.

Nothing is pushed, and nothing is changed where it is refused. CHANGELOG's first heading is the
version under way: `## Next`, or a number that was never released; released ones have a date.
"""

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHANGELOG = "CHANGELOG.md"
PLACES = {
    "pyproject.toml": re.compile(r'(?<=^version = ")[^"]+(?="$)', re.MULTILINE),
    "layers/csms/csms/__init__.py": re.compile(r'(?<=^__version__ = ")[^"]+(?="$)', re.MULTILINE),
}
HEADING = re.compile(r"^## (Next|\d+\.\d+\.\d+)( \(\d{4}-\d\d-\d\d\))?\n", re.MULTILINE)


class Refused(Exception):
    """In a sentence."""


def release(root: Path, version: str, on: date) -> str:
    """Returns the tag. Raises Refused."""
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", version):
        raise Refused(f"{version!r} is no version: three numbers, as 0.2.0")
    tag = f"v{version}"
    if _git(root, "status", "--porcelain"):
        raise Refused("there are changes that are not committed")
    if _git(root, "tag", "--list", tag):
        raise Refused(f"{tag} is there already")
    texts = {name: (root / name).read_text() for name in PLACES}
    changelog = (root / CHANGELOG).read_text()
    heading = _under_way(changelog, _one(texts), version)
    for name, place in PLACES.items():
        (root / name).write_text(place.sub(version, texts[name], count=1))
    dated = f"## {version} ({on:%Y-%m-%d})\n"
    (root / CHANGELOG).write_text(changelog[: heading.start()] + dated + changelog[heading.end() :])
    _git(root, "add", *PLACES, CHANGELOG)
    _git(root, "commit", "--quiet", "--message", f"Version {version}")
    _git(root, "tag", "--annotate", "--message", f"Version {version}", tag)
    return tag


def _one(texts: dict[str, str]) -> str:
    """The version as it stands."""
    found: set[str] = {place.findall(texts[name])[0] for name, place in PLACES.items()}
    if len(found) != 1:
        raise Refused(f"there are two versions: {' and '.join(sorted(found))}")
    return found.pop()


def _under_way(changelog: str, standing: str, version: str) -> re.Match[str]:
    """The heading that gets the date."""
    headings = [*HEADING.finditer(changelog)]
    if not headings or headings[0][2]:
        raise Refused(f"{CHANGELOG} does not begin with a heading without a date: write ## Next")
    first = headings[0]
    end = headings[1].start() if len(headings) > 1 else len(changelog)
    if not changelog[first.end() : end].strip():
        raise Refused(f"{CHANGELOG} says nothing of what has changed")
    released = standing if first[1] == "Next" else None
    if _numbers(version) < _numbers(standing) or version == released:
        raise Refused(f"{version} does not come after {standing}")
    return first


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words],  # noqa: S607 (wherever it is)
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"git {words[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


def main(words: list[str]) -> int:
    try:
        tag = release(ROOT, words[0] if words else "", datetime.now(UTC).date())
    except Refused as refused:
        print(f"make release: {refused}", file=sys.stderr)
        return 1
    print(f"{tag} is committed and tagged, and nothing is pushed: git push origin HEAD {tag}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
