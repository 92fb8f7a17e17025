"""What somebody gets to see who asks `csms` for what it cannot do: one line and exit code 2."""

import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from csms import __version__
from csms_tools.cli import COMMANDS, csms, main
from csms_tools.local.http_api.issuer import Issuer, Terms
from tests.conversations.running import CSMS, PATIENCE
from tests.support import ROOT


def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """What goes to standard error, after an end with exit code 2."""
    monkeypatch.setattr("sys.argv", ["csms", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["reset"], "No such command 'reset'"),
        (["chargepoints"], "Did you mean 'charge-points'?"),
        (["up", "--nope"], "No such option '--nope'"),
        (["up", "--seed", "/nowhere.yaml"], "'/nowhere.yaml' does not exist"),
        (["up", "--seed", "/"], "'/' is a directory"),
        (["up", "--data", __file__], "is a file"),
        (["up", "--ws-port", "many"], "'many' is not a valid"),
        (["up", "--wss-port", "65536"], "65536 is not in the range"),
        (["up", "--parameter", "Validation"], "Validation is not NAME=VALUE"),
        (["up", "--idle-seconds", "0"], "0.0 is not in the range"),
        (["up", "and", "away"], "unexpected extra arguments"),
        (["token"], "Missing option '--role'"),
        (["token", "--role", "root"], "'root' is not one of"),
        (["registration", "CP1"], "Missing argument"),
        (["registration", "CP1", "Maybe"], "'Maybe' is not one of"),
        (["registration", "CP1", "Accepted", "--interval", "0"], "0 is not in the range"),
        (["registration", "CP1", "Accepted", "--api", "file:///etc"], "not an http address"),
        (["smoke"], "Missing option '--url'"),
        (["smoke", "--url", "https://csms.example"], "is no wss address"),
        (["smoke", "--url", "wss://csms.example:many"], "is no wss address"),
        (["smoke", "--url", "wss://csms.example/?id=1"], "is no wss address"),
        (["smoke", "--url", "wss://csms.example", "--origin", "api"], "is no wss address"),
        (["smoke", "--url", "wss://csms.example", "--only", "pong"], "'pong' is none of"),
        (["smoke", "--url", "wss://csms.example", "--idle", "0"], "0.0 is not in the range"),
        (["smoke", "--url", "wss://csms.example", "--ca", "/nowhere"], "does not exist"),
        (["smoke", "--url", "wss://csms.example", "--api", "csms"], "not an http address"),
    ],
)
def test_what_is_asked_for_wrongly_is_told_in_one_line(
    words: list[str],
    reason: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = said(capsys, monkeypatch, *words)
    assert told.startswith("csms: ")
    assert told.count("\n") == 1
    assert reason in told


def test_all_faults_of_a_seed_are_told_each_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text("idTags:\n- idTag: 1\n- blocked: true\n")
    assert said(capsys, monkeypatch, "up", "--seed", str(seed)).splitlines() == [
        f"csms: {seed}:2: idTags[0].idTag: should be text: put it in quotes",
        f"csms: {seed}:3: idTags[1].idTag: is missing",
    ]


def test_a_bad_seed_is_told_with_file_line_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text("chargePoints:\n- id: CP1\n  securityProfile: 4\n")
    told = said(capsys, monkeypatch, "up", "--seed", str(seed))
    place = "chargePoints[0].securityProfile"
    assert told == f"csms: {seed}:3: {place}: should be 0, 1, 2 or 3\n"


def test_a_parameter_that_the_template_would_refuse_is_refused() -> None:
    told = refused("--parameter", "HeartbeatInterval=301")
    assert told == "csms: parameter HeartbeatInterval is at most 300\n"


def test_a_taken_port_is_told_before_anything_is_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = refused("--wss-port", str(port))
    assert told == f"csms: --wss-port {port}: address already in use\n"


def refused(*options: str) -> str:
    """What `csms up` says on standard error, after an end with exit code 2."""
    ports = ["--ws-port", "0", "--wss-port", "0", "--api-port", "0"]
    done = subprocess.run(
        [CSMS, "up", *ports, *options],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def test_without_a_command_the_commands_are_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = said(capsys, monkeypatch)
    assert all(name in told for name in COMMANDS)


def test_where_no_csms_runs_a_command_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "sys.argv", ["csms", "registration", "CP1", "Accepted", "--api", "http://127.0.0.1:1"]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 4
    elsewhere = ": csms up starts one, --api or CSMS_API says where it is\n"
    assert capsys.readouterr().err == f"csms: no csms up answers at http://127.0.0.1:1{elsewhere}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_is_listed_is_there_and_tells_of_itself(name: str) -> None:
    command = csms.get_command(click.Context(csms), name)
    assert command
    assert command.name == name
    assert command.help


HEAVY = {
    *("aiohttp", "boto3", "botocore", "httpx", "ocpp", "pydantic", "pygments", "rich"),
    *(
        "cryptography.x509",
        "jwt",
        "samtranslator",
        "urllib.request",
        "uvloop",
        "websockets",
        "yaml",
    ),
}

WITH_HTTP = {"httpx", "urllib.request"}  # which knows the proxies


def imported_by(*words: str) -> set[str]:
    """What is heavy of it; the command is run, by whatever it ends."""
    program = (
        "import sys; from csms_tools.cli import main; sys.argv[0] = 'csms'\n"
        "try: main()\nexcept SystemExit: print('\\n', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    return HEAVY & set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_what_the_command_tells_of_itself_costs_no_imports(word: str) -> None:
    assert imported_by(word) == set()


@pytest.mark.parametrize(
    "words", [["charge-points"], ["id-tags"], ["transactions"], ["log", "CP1"], ["problems"]]
)
def test_a_list_costs_nothing_but_the_way_to_the_api(words: list[str]) -> None:
    there = ["--api", "http://127.0.0.1:9", "--token", "t"]
    assert imported_by(*words, *there) <= WITH_HTTP


def test_a_token_of_this_machine_costs_nothing_of_what_judges_one(tmp_path: Path) -> None:
    Issuer.open(tmp_path, Terms("http://127.0.0.1:8080/@issuer", "csms", "cognito:groups"))
    program = (
        "import sys; from datetime import UTC, datetime, timedelta; from pathlib import Path;"
        "from csms_tools.local.http_api.issuer import Issuer;"
        "issuer = Issuer.load(Path(sys.argv[1]));"
        "issuer.token('admin', name='Ada', at=datetime.now(UTC), lasts=timedelta(hours=1));"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert HEAVY & set(done.stdout.split()) == set()


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == __version__
    told = CliRunner().invoke(csms, ["--version"], prog_name="csms").output
    assert told == f"csms {__version__}\n"


def test_whoever_interrupts_it_sees_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(csms, "main", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == ""
