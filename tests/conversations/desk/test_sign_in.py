"""csms login, whoami and logout, as they are typed, on a running `csms up`."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conversations import running
from tests.conversations.running import CSMS, PATIENCE, Csms
from tests.csms_tools.operator.sign_in.support import browse, free_port
from tests.support import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    seed = tmp_path_factory.mktemp("sign-in") / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    with running.up(seed=seed) as system:
        yield system


@pytest.fixture
def run(system: Csms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `csms` to its end, with a profile `desk` that is in use."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in ("CSMS_API", "CSMS_TOKEN", "CSMS_PROFILE"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [CSMS, *words],
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    issuer, back = f"{system.api}/@issuer", f"http://localhost:{free_port()}/"
    words = ["--issuer", issuer, "--client-id", "csms", "--callback", back]
    assert run("profile", "set", "desk", "--api", system.api, *words).returncode == 0
    assert run("profile", "use", "desk").returncode == 0
    return run


def sign_in(role: str) -> str:
    """What is told when it is done."""
    with subprocess.Popen(
        [CSMS, "login", "--no-browser"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as login:
        assert login.stderr
        address = next(line for line in login.stderr if "http" in line)
        assert browse(address.strip(), role) == 200
        out, err = login.communicate(timeout=PATIENCE)
    assert (login.returncode, err.strip()) == (0, "")
    return out


def who(done: subprocess.CompletedProcess[str]) -> tuple[str, list[str], str]:
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return told["name"], told["groups"], told["by"]


def test_who_has_signed_in_works_with_their_own_role_until_they_sign_out(
    run: Run, tmp_path: Path
) -> None:
    before = run("charge-points")
    told = "csms: nobody is signed in at desk: csms login --profile desk\n"
    assert (before.returncode, before.stderr) == (3, told)
    assert sign_in("viewer") == "signed in at desk as Ada\n"
    tokens = tmp_path / "csms" / "tokens.json"
    assert stat.S_IMODE(tokens.stat().st_mode) == 0o600
    assert who(run("whoami", "--json")) == ("Ada", ["viewer"], "csms login")
    assert run("charge-points").returncode == 0
    assert run("charge-points", "create", "CP1", "--security-profile", "0").returncode == 3
    refresh = json.loads(tokens.read_text()).popitem()[1]["refresh"]
    assert run("logout").stdout == "signed out at desk\n"
    assert refresh not in tokens.read_text()
    assert run("charge-points").returncode == 3
    assert run("logout").stdout == "nobody was signed in at desk\n"


def test_a_token_that_is_not_taken_any_more_is_renewed_by_itself(run: Run, tmp_path: Path) -> None:
    sign_in("admin")
    tokens = tmp_path / "csms" / "tokens.json"
    kept = json.loads(tokens.read_text())
    for one in kept.values():
        one["sent"] = one["sent"][:-4] + "AAAA"  # with another signature
    tokens.write_text(json.dumps(kept))
    assert run("audit").returncode == 0
    assert run("audit").returncode == 0
    assert json.loads(tokens.read_text()) != kept


def test_a_machine_signs_in_by_itself(system: Csms, run: Run) -> None:
    secret = (Path(system.health["issuer"]) / "machine.secret").read_text()
    words = ["--issuer", f"{system.api}/@issuer", "--client-id", "csms-machine"]
    done = run(
        *("profile", "set", "ci", "--api", system.api, *words, "--client-secret", "-"),
        typed=f"{secret}\n",
    )
    assert done.returncode == 0, done.stderr
    told = who(run("whoami", "--json", "--profile", "ci"))
    assert told == ("csms-machine", ["operator"], "client credentials")
    assert run("login", "--profile", "ci").stdout == "signed in at ci as csms-machine\n"


def test_without_signing_in_it_is_the_csms_up_on_this_machine(system: Csms, run: Run) -> None:
    _, groups, by = who(run("whoami", "--json", "--api", system.api))
    assert (groups, by) == (["admin"], "the csms up on this machine")


def test_a_token_that_is_not_taken_is_no_access(system: Csms, run: Run) -> None:
    done = run("whoami", "--api", system.api, "--token", "stale")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("csms: the token is not taken")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--token", "t"], 2, "a token is named already"),
        (["--profile", "nope"], 2, "there is no profile nope"),
        (["--api", "https://prod.example"], 2, "say by csms profile set who issues its tokens"),
        (["--api", "http://127.0.0.1:1"], 4, "nothing answers at http://127.0.0.1:1/@issuer"),
        (["--timeout", "1"], 4, "nobody has signed in within 1 s"),
    ],
)
def test_each_way_to_fail_is_one_line(run: Run, words: list[str], code: int, told: str) -> None:
    done = run("login", "--no-browser", *words)
    assert done.returncode == code
    assert told in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_the_browser_that_is_named_is_opened(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from tests.csms_tools.operator.sign_in.support import browse\nbrowse(sys.argv[1])\n"
    )
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    done = run("login")
    assert (done.returncode, done.stdout) == (0, "signed in at desk as Ada\n"), done.stderr
    assert done.stderr.startswith("To sign in open\n")
