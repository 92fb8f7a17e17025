"""`csms token`: from the data folder, or through a running `csms up`."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from click.testing import CliRunner, Result

from csms_tools.commands.token import token
from csms_tools.local.http_api.issuer import Issuer, Terms

TERMS = Terms("http://127.0.0.1:8080/@issuer", "csms", "cognito:groups")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    Issuer.open(tmp_path / "issuer", TERMS)
    return tmp_path


@pytest.fixture
def api(data: Path) -> Iterator[str]:
    """Tells the folder of its issuer at /@runtime."""

    class Runtime(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/@runtime" else 404)
            self.end_headers()
            self.wfile.write(json.dumps({"issuer": str(data / "issuer")}).encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Runtime) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(token, [str(word) for word in words])


def said(data: Path, done: Result) -> dict[str, Any]:
    """What a good token says."""
    assert done.exit_code == 0, done.output
    [key] = Issuer.load(data / "issuer").keys.values()
    claims: dict[str, Any] = jwt.decode(
        done.output.strip(), key, ["RS256"], audience=TERMS.audience, issuer=TERMS.issuer
    )
    return claims


@pytest.mark.parametrize("role", ["viewer", "operator", "admin"])
def test_a_token_of_the_role_is_printed_and_nothing_else(data: Path, role: str) -> None:
    claims = said(data, run("--role", role, "--data", data))
    assert (claims["cognito:groups"], claims["sub"]) == ([role], role)
    assert claims["exp"] - claims["iat"] == 8 * 3600
    assert abs(claims["iat"] - time.time()) < 60


def test_without_a_folder_the_running_csms_tells_it(data: Path, api: str) -> None:
    assert said(data, run("--role", "viewer", "--api", api))["cognito:groups"] == ["viewer"]


def test_where_it_runs_may_be_said_around_the_command(
    data: Path, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSMS_API", f"{api}/")
    assert said(data, run("--role", "viewer"))["cognito:groups"] == ["viewer"]
    elsewhere = run("--role", "viewer", "--api", "http://127.0.0.1:9")
    assert elsewhere.exit_code == 4


def test_groups_are_named_as_they_are(data: Path) -> None:
    claims = said(data, run("--group", "CSMS Admins", "--group", "others", "--data", data))
    assert (claims["cognito:groups"], claims["sub"]) == (["CSMS Admins", "others"], "CSMS Admins")
    claims = said(data, run("--role", "viewer", "--group", "others", "--data", data))
    assert claims["cognito:groups"] == ["viewer", "others"]


def test_name_and_time_are_as_asked_for(data: Path) -> None:
    done = run("--role", "admin", "--data", data, "--name", "Ada", "--expires", "60")
    claims = said(data, done)
    assert (claims["sub"], claims["exp"] - claims["iat"]) == ("Ada", 60)


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        ([], 2, "Missing option '--role'"),
        (["--role", "root"], 2, "'root' is not one of"),
        (["--role", "viewer", "--expires", "0"], 2, "0 is not in the range"),
        (["--role", "viewer", "--data", "/nowhere"], 2, "does not exist"),
        (["--role", "viewer", "--api", "file:///etc"], 2, "not an http address"),
        (["--role", "viewer", "--api", "http://127.0.0.1:9"], 4, "no csms up answers"),
    ],
)
def test_what_cannot_be_had_is_told(words: list[str], code: int, complaint: str) -> None:
    done = run(*words)
    assert (done.exit_code, complaint in done.output) == (code, True), done.output


def test_a_folder_that_no_csms_has_used_has_no_key(tmp_path: Path) -> None:
    done = run("--role", "viewer", "--data", tmp_path)
    assert done.exit_code == 1
    assert f"no csms up has left an issuer's key in {tmp_path}/issuer" in done.output
