"""`make audit`: do the locked versions have known vulnerabilities?

0: none is known. 1: some are, or a lock could not be read. 0 too if the service that knows them
cannot be reached, as on a machine without a network, but then it says that nothing was audited.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# As pip-audit, and requests below it, name what they raise
UNREACHED = ("requests.exceptions.", "ConnectionError", "Could not connect", "ServiceError")


@dataclass(frozen=True)
class Outcome:
    """`unreached`: nobody could be asked, so `known` says nothing."""

    audited: int
    known: tuple[str, ...] = ()
    unreached: bool = False


class Failed(Exception):
    """The audit itself did not work."""


def audit(pip_audit: str, lock: Path) -> Outcome:
    """Raises Failed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        words = ["--disable-pip", "--require-hashes", "--vulnerability-service", "osv"]
        words += ["--progress-spinner", "off", "--format", "json", "--output", str(report)]
        done = subprocess.run(
            [pip_audit, *words, "--requirement", str(lock)],
            capture_output=True,
            text=True,
            check=False,
        )
        if report.exists() and report.stat().st_size:
            return _read(json.loads(report.read_text()))
    last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
    if any(sign in last for sign in UNREACHED):
        return Outcome(0, unreached=True)
    raise Failed(last)


def _read(report: dict[str, list[dict[str, object]]]) -> Outcome:
    known: list[str] = []
    skipped = [one for one in report["dependencies"] if "skip_reason" in one]
    if skipped:
        raise Failed(f"{skipped[0]['name']}: {skipped[0]['skip_reason']}")
    for one in report["dependencies"]:
        for vulnerability in one["vulns"]:  # type: ignore[attr-defined]
            fixed = ", ".join(vulnerability["fix_versions"]) or "none yet"
            known.append(f"{one['name']} {one['version']}: {vulnerability['id']}, fixed in {fixed}")
    return Outcome(len(report["dependencies"]), tuple(known))


def main(words: Sequence[str]) -> int:
    pip_audit, *locks = words
    failed, audited = False, 0
    for lock in locks:
        try:
            outcome = audit(pip_audit, Path(lock))
        except Failed as error:
            print(f"{lock}: could not be audited: {error}", file=sys.stderr)
            failed = True
            continue
        if outcome.unreached:
            print(
                "NOT AUDITED: the service that knows of vulnerabilities cannot be reached, so"
                " nothing is known of these versions",
                file=sys.stderr,
            )
            return int(failed)
        audited += outcome.audited
        for told in outcome.known:
            print(f"{lock}: {told}", file=sys.stderr)
        failed |= bool(outcome.known)
    print(f"audited {audited} locked versions: {'see above' if failed else 'none is known'}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
