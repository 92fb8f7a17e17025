"""The messages of a feature profile: two tables, by who calls."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from csms.outbound.command import FillWhenSent
from csms_tools.conformance.schemas import fields, official
from csms_tools.conformance.told import (
    ANSWERED,
    CHARGE_POINT,
    FRAME,
    PROFILES,
    RECEIVED,
    REFUSED,
    Told,
)
from outbound import COMMANDS, module_name

ROOT = Path(__file__).parents[3]


def of_profile(name: str) -> str:
    from_charge_points = [action for action in PROFILES[name] if action in RECEIVED]
    from_us = [action for action in PROFILES[name] if action in COMMANDS]
    tables = [_inbound(from_charge_points)] if from_charge_points else []
    tables += [_outbound(from_us)] if from_us else []
    return "\n\n".join("\n".join(rows) for rows in tables)


def _inbound(actions: Sequence[str]) -> list[str]:
    rows = [
        "| from the charge point | request | answer | what it means here | fields are told by |",
        "|---|---|---|---|---|",
    ]
    for action in actions:
        cells = (
            link(f"functions/inbound/{module_name(action)}.py", action),
            fields(official(action)),
            fields(official(f"{action}Response")),
            _readme("Actions")[action],
            "; ".join(_where(told) for told in RECEIVED[action]),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _outbound(actions: Sequence[str]) -> list[str]:
    rows = [
        "| from the CSMS | request | answer | is kept once accepted | 409 unless forced |",
        "|---|---|---|---|---|",
    ]
    for action in actions:
        kept = _readme("Commands")[action]
        cells = (
            link(f"functions/outbound/{module_name(action)}.py", action),
            fields(official(action), _made(action)),
            fields(official(f"{action}Response")),
            kept + (f" ({short(ANSWERED[action])})" if action in ANSWERED else ""),
            REFUSED.get(action, ""),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _made(action: str) -> dict[str, str]:
    """What the CSMS fills in, by the name of the member that has it."""
    made = {}
    for fill in COMMANDS[action].fills:
        what = f"its {fill.path[-1]} is " if len(fill.path) > 1 else ""
        sometimes = isinstance(fill, FillWhenSent) and fill.where
        where = ", of AuthorizationKey" if sometimes else ""
        made[fill.path[0]] = f"{what}made here if left out{where}"
    return made


def _where(told: Told) -> str:
    if set(told.fields.values()) == {FRAME}:
        return f"{short(told.path)}: {', '.join(f'`{field}`' for field in told.fields)}"
    by_parent: dict[str, list[str]] = {}
    for place, attribute in told.fields.items():
        field, (parent, _, name) = place.rpartition(".")[2], attribute.rpartition(".")
        said = f"`{field}`" if field == name else f"`{field}` as `{name}`"
        by_parent.setdefault(re.sub(r"^items\.?", "", parent), []).append(said)
    parts = [
        ", ".join(names) + (f" in `{parent}`" if parent else "")
        for parent, names in by_parent.items()
    ]
    return f"{short(told.path)}: {'; '.join(parts)}"


def short(path: str) -> str:
    return f"`{path if path == CHARGE_POINT else path.replace(CHARGE_POINT, '…')}`"


def link(path: str, text: str | None = None) -> str:
    """From the page, which is in docs/."""
    return f"[{text or path.rpartition('/')[2]}](../{path})"


@cache
def _readme(heading: str) -> dict[str, str]:
    """What README's table below a heading says of each action, with links as from docs/."""
    part = (ROOT / "README.md").read_text().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    said = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", part, re.MULTILINE))
    return {action: text.replace("](docs/", "](") for action, text in said.items()}
