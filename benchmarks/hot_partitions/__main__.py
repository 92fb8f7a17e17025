"""`python -m benchmarks.hot_partitions`: the figures, and their place in docs/limits.md."""

import argparse
import json
import re
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.hot_partitions import report
from benchmarks.hot_partitions.recorded import kinds
from benchmarks.hot_partitions.scenarios import all_of_them

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "hot-partitions"
PAGE = ROOT / "docs" / "limits.md"
COMMAND = "python -m benchmarks.hot_partitions"
_MADE = re.compile(r"(<!-- made -->\n).*?(<!-- end -->)", re.DOTALL)
ON_PAGE = 6  # of the tables


def main() -> None:
    options = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    options.add_argument("--charge-points", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jitter", type=int, default=10, help="percent, of HeartbeatJitter")
    options.add_argument("--results", type=Path, default=RESULTS)
    options.add_argument("--page", type=Path, default=PAGE)
    given = options.parse_args()
    of_kinds, fleet = kinds(), given.charge_points
    scenarios = list(all_of_them(of_kinds, fleet, given.seed, given.jitter))
    told = report.as_json(scenarios, fleet, given.seed, given.jitter)
    made = list(report.tables(scenarios, of_kinds, fleet))
    head = f"`{COMMAND}`, {datetime.now(UTC):%Y-%m-%d}: {fleet:,} charge points, seed {given.seed}."
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "figures.json").write_text(json.dumps(told, indent=1) + "\n")
    whole = [f"## {table.title}\n\n{table.markdown()}\n" for table in made]
    (given.results / "figures.md").write_text(
        "\n".join(["# Hot partitions\n", f"{head}\n", *whole])
    )
    part = "\n".join([f"{head}\n", *(text.replace("## ", "### ", 1) for text in whole[:ON_PAGE])])
    text = given.page.read_text()
    given.page.write_text(_MADE.sub(lambda found: f"{found[1]}{part}\n{found[2]}", text))
    print("\n".join(whole))


if __name__ == "__main__":
    main()
