"""Who gets past the door of the operators' API of a running `csms up`."""

import subprocess
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

from tests.conversations import running
from tests.conversations.running import CSMS, PATIENCE, Csms


def printed(*words: str | Path, who: tuple[str, str] = ("--role", "viewer")) -> str:
    command = [str(CSMS), "token", *who, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    return done.stdout.strip()


def status(csms: Csms, path: str, token: str | None = None) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(f"{csms.api}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_a_token_opens_the_door_of_the_csms_that_it_is_for(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running.up("--data", str(data)) as csms, running.up() as other:
        kept, asked = printed("--data", data), printed("--api", other.api)
        assert csms.health["issuer"] == str(data / "issuer")
        assert (data / "issuer" / "key.pem").stat().st_mode & 0o777 == 0o600
        assert status(csms, "/openapi.json") == 200
        assert status(csms, "/nowhere") == 401
        assert status(csms, "/nowhere", kept) == 404  # of the function, which was asked
        assert status(other, "/nowhere", asked) == 404
        assert status(csms, "/nowhere", asked) == 401
        assert status(other, "/nowhere", kept) == 401


def test_a_group_stands_for_the_role_that_a_parameter_says() -> None:
    with running.up("--parameter", "RolesOfGroups=CSMS Admins=admin,Field Service=viewer") as csms:
        for group, opens in (("CSMS Admins", 200), ("Field Service", 403), ("Admins", 403)):
            token = printed("--api", csms.api, who=("--group", group))
            assert status(csms, "/audit", token) == opens
