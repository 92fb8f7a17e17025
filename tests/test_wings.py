"""Imports lead downwards: what each module imports, against one table of orders."""

import ast
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import PurePosixPath

import pytest

from tests.support import ROOT

ORDERS = {
    ".": "tests > benchmarks > tools > functions > layers",
    "functions": "api | connection | inbound | workflows > outbound",
    "functions/api": """
        app
        > campaigns | console
        > certificates | client_certificates | configuration | files | firmware_updates | jobs
        | local_lists | read_only | reservations
        > commands | transactions
        > charge_points | id_tags
        > http
        """,
    "layers/csms/csms": """
        files | inbound | issuance | outbound
        > domain
        > store
        > step_functions | task_queue
        > connections | digests | objects | pki
        > metrics
        > aws | credentials | deadline | ids | redaction | settings | telemetry
        > tag_masks
        > wire
        """,
    "layers/csms/csms/store": """
        workflow_ends > commands > transactions > reported > provisioned > counters | paging > table
        """,
    "tools/csms_tools": """
        cli | rehearsal
        > commands + operator + smoke + certification
        > charge_point | conformance | console_build | cost | dependency_audit | local | picture
        | release
        > console_data | template_parameters | workflow_pages
        > dead_letters | firmware_signers
        > authorities | folding | template_yaml
        """,
    "tools/csms_tools/local": """
        up
        > runtime
        > data_folder | doors
        > key_material | options | refusals | seeding
        > api | operators | seed | store_access | trust
        > tls
        > gateway | http_api
        > files | functions
        > aws | step_functions
        > service_process
        > judging
        > emulator | exclusive | interpreter | json_api | live_line | log_lines | stack | yaml_lines
        > permissions | plain_http
        """,
    "tools/csms_tools/certification": """
        ending | plan | progress | report
        > program
        > response_times
        > all_cases | runner
        > traps
        > cases
        > scenario
        > commanding | site
        > verdicts
        > settings
        > case
        > operator
        > charge_point
        > failures | redaction
        """,
    "tools/csms_tools/charge_point": """
        program
        > charge_point
        > commands
        > body
        > conversation
        > clock | domain | settings | tasks
        > errors
        """,
}
"""The folders and files of a folder, from the top down: `>` may import what follows, also further
down; `|` do not know each other; `+` are one wing in several folders. The folder's own
`__init__.py` stands above all.
"""

Places = dict[str, tuple[int, int]]
Edge = tuple[PurePosixPath, PurePosixPath]

ABOVE_ALL = (-1, 0)


def places(order: str) -> Places:
    """Of each name how far down it is, and which wing of that height."""
    return {
        name.strip(): (down, beside)
        for down, row in enumerate(order.split(">"))
        for beside, wing in enumerate(row.split("|"))
        for name in wing.split("+")
    }


def name_in(folder: str, path: PurePosixPath) -> str | None:
    """Which of the folder's own files or folders the path leads to; "__init__" is the folder."""
    if not path.is_relative_to(folder):
        return None
    return path.relative_to(folder).parts[0].removesuffix(".py")


@cache
def modules() -> dict[str, PurePosixPath]:
    """By the name under which it is imported, as in Lambda."""
    found = {}
    for base, folder in (
        ("functions", "."),
        ("layers/csms", "."),
        ("tools", "."),
        (".", "benchmarks"),
        (".", "tests"),
    ):
        for path in sorted((ROOT / base / folder).rglob("*.py")):
            parts = path.relative_to(ROOT / base).with_suffix("").parts
            name = ".".join(part for part in parts if part != "__init__")
            found[name] = PurePosixPath(path.relative_to(ROOT).as_posix())
    return found


def package(path: PurePosixPath) -> str:
    [name] = (name for name, each in modules().items() if each == path)
    return name if path.name == "__init__.py" else name.rpartition(".")[0]


def imported(path: PurePosixPath) -> Iterator[PurePosixPath]:
    """Those of the project, wherever in the file: in a function and for types alone, too."""
    known = modules()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            module = resolve_name(module, package(path)) if node.level else module
            within = (f"{module}.{alias.name}" for alias in node.names)
            names = [name if name in known else module for name in within]
        yield from (known[name] for name in names if name in known)


@cache
def edges() -> frozenset[Edge]:
    return frozenset((path, other) for path in modules().values() for other in imported(path))


def upward(folder: str, imports: Collection[Edge]) -> Iterator[str]:
    """Imports against the order of the folder."""
    order = places(ORDERS[folder]) | {"__init__": ABOVE_ALL}
    for importer, target in sorted(imports):
        above, below = name_in(folder, importer), name_in(folder, target)
        if above is None or below is None or order[above] == order[below]:
            continue
        if order[above][0] >= order[below][0]:
            yield f"{importer} imports {target}"


@pytest.mark.parametrize("folder", ORDERS)
def test_no_import_leads_upwards_or_to_a_neighbour(folder: str) -> None:
    found = list(upward(folder, edges()))
    assert not found


@pytest.mark.parametrize("folder", ORDERS)
def test_the_order_names_each_file_and_folder_and_nothing_else(folder: str) -> None:
    named = {name_in(folder, path) for path in modules().values()} - {None, "__init__"}
    assert set(places(ORDERS[folder])) == named


def test_who_answers_calls_does_not_wait_for_cryptography() -> None:
    """It costs a cold start a tenth of a second: only what issues certificates imports it."""
    inbound = [name for name in modules() if name.startswith(("inbound.", "connection."))]
    program = f"import sys, {', '.join(inbound)}; print('cryptography' in sys.modules)"
    paths = os.pathsep.join(str(ROOT / each) for each in ("functions", "layers/csms"))
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=os.environ | {"PYTHONPATH": paths},
    )
    assert done.stdout == "False\n"


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = TopologicalSorter[PurePosixPath]()
    for importer, target in edges():
        graph.add(importer, target)
    try:
        graph.prepare()
    except CycleError as error:
        pytest.fail(" is imported by ".join(map(str, error.args[1])))


@pytest.mark.parametrize(
    ("importer", "target"),
    [
        ("layers/csms/csms/wire/frames.py", "functions/inbound/authorize.py"),
        ("tools/csms_tools/cli.py", "tests/support.py"),
        ("functions/inbound/authorize.py", "functions/api/http/problems.py"),
        ("functions/api/http/problems.py", "functions/api/jobs/resource.py"),
        ("functions/api/jobs/resource.py", "functions/api/certificates/resource.py"),
        ("layers/csms/csms/inbound/handler.py", "layers/csms/csms/outbound/sending.py"),
        ("layers/csms/csms/store/paging.py", "layers/csms/csms/store/__init__.py"),
    ],
)
def test_what_leads_upwards_or_to_a_neighbour_is_found(importer: str, target: str) -> None:
    edge = (PurePosixPath(importer), PurePosixPath(target))
    assert any(list(upward(folder, {edge})) for folder in ORDERS)


def test_a_wing_may_skip_places_on_its_way_down() -> None:
    edge = (PurePosixPath("functions/api/app.py"), PurePosixPath("functions/api/http/problems.py"))
    assert not any(list(upward(folder, {edge})) for folder in ORDERS)
