"""`docs/workflows.md` has a drawing and a price of each state machine: both made from its ASL.

`python -m csms_tools.workflow_pages PAGE` writes them between their marks.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Definition = Mapping[str, Any]

FOLDER = Path(__file__).parents[2] / "infrastructure" / "state_machines"
PRICE = 25 / 1_000_000  # dollars a transition, Standard, us-east-1, list price
_PART = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def page_with_machines(page: str) -> str:
    """The page with what stands between the marks `<!-- name -->` and `<!-- end -->` made anew."""

    def made(part: re.Match[str]) -> str:
        definition = json.loads((FOLDER / f"{part[2]}.asl.json").read_text())
        return f"{part[1]}{drawing(definition)}\n{prices(definition)}{part[3]}"

    return _PART.sub(made, page)


def drawing(definition: Definition) -> str:
    lines = [f"    [*] --> {definition['StartAt']}"]
    for name, state in definition["States"].items():
        lines += [f"    {name} --> {target}{said}" for target, said in _ways(state)]
        if state["Type"] in ("Succeed", "Fail") or state.get("End"):
            lines.append(f"    {name} --> [*]")
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```", ""])


def prices(definition: Definition) -> str:
    rows = ["| ends in | transitions, the shortest way | dollars for 1,000 |", "|---|---|---|"]
    for end, transitions in sorted(shortest(definition).items()):
        rows.append(f"| {end} | {transitions} | {transitions * PRICE * 1000:.3f} |")
    return "\n".join([*rows, ""])


def transitions(machine: str) -> int:
    """Of an execution that goes the shortest way to the end that is the furthest."""
    return max(shortest(json.loads((FOLDER / f"{machine}.asl.json").read_text())).values())


def shortest(definition: Definition) -> Mapping[str, int]:
    """How many transitions it is to each state that ends an execution, that to the first too."""
    reached = {definition["StartAt"]: 1}
    waiting = [definition["StartAt"]]
    for name in waiting:
        for target, _ in _ways(definition["States"][name]):
            if target not in reached:
                reached[target] = reached[name] + 1
                waiting.append(target)
    ends = {
        name
        for name, state in definition["States"].items()
        if state["Type"] in ("Succeed", "Fail") or state.get("End")
    }
    return {name: states + 1 for name, states in reached.items() if name in ends}


def _ways(state: Definition) -> Iterator[tuple[str, str]]:
    """Where it leads, and when."""
    for choice in state.get("Choices", []):
        yield choice["Next"], f": {_condition(choice)}"
    for place, said in (("Next", ""), ("Default", ": else")):
        if place in state:
            yield state[place], said
    for catch in state.get("Catch", []):
        yield catch["Next"], f": {', '.join(catch['ErrorEquals'])}"


def _condition(choice: Definition) -> str:
    [comparison] = [name for name in choice if name not in ("Variable", "Next", "Comment")]
    return f"{choice['Variable'].removeprefix('$.')} is {choice[comparison]}"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(page_with_machines(path.read_text()))
