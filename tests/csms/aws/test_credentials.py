import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from csms.aws import credentials
from csms.aws.credentials import Credentials, current
from tests.csms.aws.servers import Aws, serving
from tests.support import NOON

NOW = NOON.timestamp()


def lasting(minutes: float, name: str = "one") -> tuple[int, dict[str, str]]:
    ends = datetime.fromtimestamp(NOW, UTC) + timedelta(minutes=minutes)
    return 200, {
        "AccessKeyId": name,
        "SecretAccessKey": "secret",
        "Token": "token",
        "Expiration": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    """Where SnapStart has them."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "may I")
    monkeypatch.setattr(credentials, "_fetched", {})
    with serving(Aws()) as endpoint:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{endpoint.url}/2021/")
        yield endpoint


def test_those_of_the_environment_come_first(
    endpoint: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "own")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    assert current(NOW) == Credentials("own", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    assert current(NOW) == Credentials("own", "secret", "token")
    assert endpoint.asked == []


def test_an_endpoint_is_asked_once_until_they_are_about_to_end(endpoint: Aws) -> None:
    endpoint.answers = [lasting(60), lasting(120, "two")]
    assert current(NOW) == current(NOW + 3_200) == Credentials("one", "secret", "token")
    assert endpoint.asked[0].headers["authorization"] == "may I"
    assert current(NOW + 3_301).access_key == "two"
    assert len(endpoint.asked) == 2


def test_those_that_still_last_are_used_while_the_endpoint_fails(endpoint: Aws) -> None:
    endpoint.answers = [lasting(60), (500, {})]
    current(NOW)
    assert current(NOW + 3_400).access_key == "one"
    with pytest.raises(ConnectionError, match="answers 500"):
        current(NOW + 3_601)


def test_the_token_may_be_in_a_file(
    endpoint: Aws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text("from a file")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", str(tmp_path / "token"))
    endpoint.answers = [lasting(60)]
    current(NOW)
    assert endpoint.asked[0].headers["authorization"] == "from a file"


def test_a_desk_has_them_in_its_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    file = tmp_path / "credentials"
    file.write_text("[default]\naws_access_key_id = desk\naws_secret_access_key = secret\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    assert current(NOW) == Credentials("desk", "secret")
    file.write_text(json.dumps(None))
    file.write_text("")
    with pytest.raises(ConnectionError, match="no AWS credentials"):
        current(NOW)
