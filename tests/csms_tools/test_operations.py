"""What the API can do, the command line can: commands are run against the API's own examples."""

import re
from dataclasses import dataclass

import httpx
import pytest
from click.testing import CliRunner, Result

from api.app import api
from api.http.operations import Operation
from api.transactions.orphan_views import EXAMPLE as ORPHAN_EXAMPLE
from csms_tools.cli import OPERATORS, csms
from csms_tools.operator import options, output, transfers
from csms_tools.operator.tables import columns_of
from tests.csms_tools.operator.support import Csms

SHA256 = "ab" * 32
ORPHAN = str(ORPHAN_EXAMPLE["digest"])

COMMANDS = """
audit
call CP1 Reset type=Soft
call-many Reset type=Soft --to CP1
campaigns
campaigns start NAME https://f.example/1.bin --charge-point CP1 --no-wait
campaigns show one
campaigns show one --targets
campaigns release one
campaigns pause one
campaigns resume one
campaigns next-phase one
campaigns cancel one --yes
certificates
certificates CP1
certificates show CP1 SHA256
certificates issue CP1 --out FOLDER
certificates renew CP1 --queue-until 1h
certificates revoke CP1 SHA256 --yes
certificates requests CP1
certificates requests CP1 one
certificates approve CP1 one
certificates issuers
certificates servers
charge-points
charge-points create CP1
charge-points show CP1
charge-points change CP1 --interval 60
charge-points delete CP1 --yes
charge-points disconnect CP1
charge-points rotate-key CP1 --wait 0
charge-points import FILE
charge-points export
charging-profiles CP1
commands CP1
commands CP1 one
commands CP1 one --cancel
configuration CP1
connectivity CP1
configuration read CP1 --wait 0
configuration set CP1 HeartbeatInterval 300 --wait 0
configuration drift CP1 NAME
configuration templates
configuration templates show NAME
configuration templates store NAME HeartbeatInterval=300
configuration templates apply NAME CP1
configuration templates delete NAME --yes
connectors CP1
connectors CP1 1
deviations
deviations CP1
firmware CP1
firmware start CP1 https://f.example/1.bin --no-wait
firmware show CP1 one
firmware cancel CP1 one
firmware-images
firmware-images add https://f.example/1.bin --location https://f.example/1.bin --version 1
firmware-images show one
firmware-images location one
firmware-images delete one --yes
id-tags
id-tags create CARD-1
id-tags show CARD-1
id-tags change CARD-1 --blocked
id-tags delete CARD-1 --yes
id-tags import FILE
id-tags export
inbox
inbox accept CP1
inbox delete CP1 --yes
jobs CP1
local-lists CP1
local-lists replace CP1 CARD-1 --yes
local-lists change CP1 --remove CARD-1
log CP1
logs CP1
logs start CP1 --wait 0s
logs download CP1 one --to FOLDER/log
orphans
orphans CP1
orphans show CP1 ORPHAN
orphans assign CP1 ORPHAN 7 --note why
orphans dismiss CP1 ORPHAN --note why
problems
problems CP1
problems CP1 --clear Silent
refused-calls CP1
registration CP1 Accepted
reservations CP1
reservations show CP1 1
reservations start CP1 CARD-1
reservations cancel CP1 1
root-certificates
root-certificates holders SHA256
root-certificates show CP1
root-certificates install CP1 FILE --wait 0
root-certificates refresh CP1
root-certificates delete CP1 one --wait 0 --yes
root-certificates delete CP1 --hash-data SHA256 a b 1 --wait 0 --yes
security-events
security-events CP1
transactions
transactions show CP1 1
transactions close CP1 1 --note why
transactions repair CP1 1 --energy 5 --note why
transactions meter-values CP1
transactions meter-values CP1 1
"""

LINES = COMMANDS.strip().splitlines()
NO_COMMANDS_OF_THE_API = {"certify", "smoke"}  # tried on a running CSMS, they call what those call

ELSEWHERE = {
    ("GET", "/charge-points/{chargePointId}/transactions"): (
        "csms transactions --charge-point asks the list of the fleet for them"
    ),
    ("GET", "/caller"): "csms whoami reads it in the token",
    ("GET", "/fleet"): "counts for a page; a command line lists what is counted",
    ("GET", "/settings"): "whoever deploys has them in samconfig.own.toml",
    ("GET", "/fleet/changes"): "for a page that stays open",
    ("GET", "/health/checks"): "for what watches over a deployment by itself",
    (
        "GET",
        "/reservations",
    ): "csms reservations lists those of one charge point",
}
"""Operations without a command of their own, each with the reason."""


def the(request: httpx.Request) -> Operation:
    path = request.url.raw_path.decode().partition("?")[0]
    fitting = [
        one
        for one in api.operations
        if one.method == request.method
        and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one.path), path)
    ]
    assert fitting, f"there is no operation {request.method} {path}"
    return min(fitting, key=lambda one: one.path.count("{"))


def by_example(request: httpx.Request) -> httpx.Response:
    """As the operation's description says: the last of its answers, which has ended."""
    answer = the(request).answers[-1]
    if not answer.contents:
        return httpx.Response(answer.status)
    example = answer.contents[0].example
    return httpx.Response(answer.status, json=example)


@dataclass
class Ran:
    done: Result
    asked: set[tuple[str, str]]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    folder = tmp_path_factory.mktemp("operations")
    (folder / "file.json").write_text('{"items": []}')
    put = {"FILE": str(folder / "file.json"), "SHA256": SHA256, "ORPHAN": ORPHAN}
    ran = {}
    for line in LINES:
        words = [put.get(word, word.replace("FOLDER", str(folder))) for word in line.split()]
        served = Csms(by_example)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(options, "reached", lambda *_, served=served: served.api)
            patched.setattr(transfers, "fetch", lambda *_: 0)
            patched.setattr(output, "is_terminal", lambda: True)
            patched.setenv("COLUMNS", "80")
            done = CliRunner().invoke(csms, words)
        ran[line] = Ran(done, {(one.method, one.path) for one in map(the, served.asked)})
    return ran


@pytest.mark.parametrize("line", LINES)
def test_a_command_asks_what_the_api_can_do(line: str, ran: dict[str, Ran]) -> None:
    done = ran[line].done
    assert done.exit_code in (0, 1), done.output  # 1: the example has not ended well
    assert not done.exception or isinstance(done.exception, SystemExit), done.exception
    assert ran[line].asked


def test_at_80_columns_no_line_of_a_list_is_longer(ran: dict[str, Ran]) -> None:
    tables = {line: one.done.stdout for line, one in ran.items() if "───" in one.done.stdout}
    assert len(tables) > 25
    for line, table in tables.items():
        assert max(map(columns_of, table.splitlines())) <= 80, line


@pytest.mark.parametrize("line", ["certificates", "certificates CP1", "root-certificates"])
def test_at_80_columns_a_certificate_can_be_named(line: str, ran: dict[str, Ran]) -> None:
    head, _, row = ran[line].done.stdout.splitlines()[:3]
    assert re.search(r"\bsha256\b", head)
    assert re.search(r"\b[0-9a-f]{12}\b", row)


def test_every_operation_has_a_command(ran: dict[str, Ran]) -> None:
    asked = set().union(*(one.asked for one in ran.values()))
    there = {(one.method, one.path) for one in api.operations}
    assert there - asked == ELSEWHERE.keys()


def test_every_command_for_operators_is_tried() -> None:
    assert OPERATORS.keys() - {line.split()[0] for line in LINES} == NO_COMMANDS_OF_THE_API
