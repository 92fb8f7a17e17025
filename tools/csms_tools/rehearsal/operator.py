"""An operator of what was deployed: over its HTTP API, with a token of its user pool."""

import base64
import json
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from csms_tools.rehearsal.deployed import Stack
from csms_tools.rehearsal.report import Broken

PATIENCE = 60.0  # seconds: the first call of each function starts a process

Json = dict[str, Any]


def request(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Json:
    """Raises Broken with what was answered."""
    asked = urllib.request.Request(url, body, dict(headers), method=method)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            text = answer.read()
    except urllib.error.HTTPError as error:
        raise Broken(f"{method} {url}: {error.code} {error.read().decode()}") from error
    found: Json = json.loads(text) if text else {}
    return found


@dataclass(frozen=True)
class Operator:
    """Of the deployed HTTP API, with a token of the deployed user pool."""

    url: str
    token: str

    def ask(self, method: str, path: str, body: Any = None) -> Json:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return request(
            method,
            f"{self.url}{path}",
            headers,
            None if body is None else json.dumps(body).encode(),
        )


def signed_in(stack: Stack) -> Operator:
    """Signs in as a machine: client credentials of the deployed client."""
    pool, client = stack.physical("UserPool"), stack.physical("MachineClient")
    cognito = stack.aws.client("cognito-idp")
    secret = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=client)["UserPoolClient"][
        "ClientSecret"
    ]
    basic = base64.b64encode(f"{client}:{secret}".encode()).decode()
    told = request(
        "POST",
        f"{stack.aws.endpoint}/oauth2/token",
        {
            "Authorization": f"Basic {basic}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
        urllib.parse.urlencode({"grant_type": "client_credentials"}).encode(),
    )
    api = stack.physical("OperatorApi")
    return Operator(f"{stack.aws.endpoint}/_aws/execute-api/{api}", told["access_token"])
