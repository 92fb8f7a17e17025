"""One session and one command, against what was deployed: through its APIs, by its functions."""

import asyncio
import base64
import json
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from csms_tools.rehearsal.deployed import Stack
from csms_tools.rehearsal.report import Broken, Part

IDENTITY = "REHEARSAL-1"
PASSWORD = "sixteen-letters!"  # noqa: S105 - of a charge point that is there for minutes
ID_TAG = "REHEARSAL"
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


def operator(stack: Stack) -> Operator:
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


class ChargePoint:
    """Speaks through the WebSocket API, with the headers that the edge would add."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0

    async def says(self, action: str, payload: Json) -> Json:
        """Its answer; raises Broken if it is none."""
        told = await self.hears(action, payload)
        if told[:2] != [3, str(self._number)]:
            raise Broken(f"{action} is answered {told}")
        answer: Json = told[2]
        return answer

    async def hears(self, action: str, payload: Json) -> list[Any]:
        self._number += 1
        await self._socket.send(json.dumps([2, str(self._number), action, payload]))
        return await self._heard()

    async def answers(self, payload: Json) -> list[Any]:
        """The call of ours that comes, which is answered."""
        called = await self._heard()
        await self._socket.send(json.dumps([3, called[1], payload]))
        return called

    async def _heard(self) -> list[Any]:
        async with asyncio.timeout(PATIENCE):
            told: list[Any] = json.loads(await self._socket.recv())
        return told


def address(stack: Stack, stage: str) -> tuple[str, dict[str, str]]:
    secret = stack.aws.client("secretsmanager").get_secret_value(
        SecretId=stack.physical("OriginSecret")
    )["SecretString"]
    credentials = base64.b64encode(f"{IDENTITY}:{PASSWORD}".encode()).decode()
    headers = {
        "Authorization": f"Basic {credentials}",
        "x-ocpp-identity": IDENTITY,
        "x-ocpp-transport": "tls",
        "x-viewer-address": "203.0.113.7",
        "x-origin-secret": secret,
    }
    api = stack.physical("ChargePointApi")
    return f"ws://127.0.0.1:{stack.aws.port}/_aws/execute-api/{api}/{stage}", headers


async def walk(stack: Stack, part: Part, stage: str = "ocpp") -> None:
    """Raises Broken."""
    desk = operator(stack)
    part.checked.append("a machine's token of the deployed user pool opens the deployed HTTP API")
    await asyncio.to_thread(_provision, desk)
    url, headers = address(stack, stage)
    await _around_the_edge(url, headers, part)
    async with connect(
        url,
        additional_headers=headers,
        subprotocols=[Subprotocol("ocpp1.6")],
        open_timeout=PATIENCE,
        ping_interval=None,
    ) as socket:
        if socket.subprotocol != "ocpp1.6":
            raise Broken(f"the subprotocol of the socket is {socket.subprotocol}")
        part.checked.append("a handshake: authorizer, $connect, ocpp1.6")
        charge_point = ChargePoint(socket)
        await _session(charge_point, desk, part)
        await _command(charge_point, desk, part)
        await _forbidden(charge_point, stack, part)


def _provision(desk: Operator) -> None:
    desk.ask(
        "POST",
        "/charge-points",
        {"id": IDENTITY, "securityProfile": 2, "password": PASSWORD, "registration": "Accepted"},
    )
    desk.ask("POST", "/id-tags", {"idTag": ID_TAG})


async def _around_the_edge(url: str, headers: Mapping[str, str], part: Part) -> None:
    others = {**headers, "x-origin-secret": "guessed"}
    try:
        async with connect(url, additional_headers=others, open_timeout=PATIENCE):
            raise Broken("a handshake without the origin secret was taken")
    except InvalidStatus as refused:
        part.checked.append(
            f"a handshake without the origin secret is refused ({refused.response.status_code})"
        )


async def _session(charge_point: ChargePoint, desk: Operator, part: Part) -> None:
    boot = await charge_point.says(
        "BootNotification", {"chargePointVendor": "rehearsal", "chargePointModel": "rehearsal"}
    )
    tag = await charge_point.says("Authorize", {"idTag": ID_TAG})
    started = await charge_point.says(
        "StartTransaction",
        {"connectorId": 1, "idTag": ID_TAG, "meterStart": 1000, "timestamp": _now()},
    )
    number = started["transactionId"]
    sample = {"value": "1600", "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
    await charge_point.says(
        "MeterValues",
        {
            "connectorId": 1,
            "transactionId": number,
            "meterValue": [{"timestamp": _now(), "sampledValue": [sample]}],
        },
    )
    await charge_point.says(
        "StopTransaction", {"transactionId": number, "meterStop": 2500, "timestamp": _now()}
    )
    if (boot["status"], tag["idTagInfo"]["status"]) != ("Accepted", "Accepted"):
        raise Broken(f"boot and tag are answered {boot} and {tag}")
    found = await asyncio.to_thread(
        desk.ask, "GET", f"/charge-points/{IDENTITY}/transactions/{number}"
    )
    if found.get("energy") != 1500:
        raise Broken(f"the transaction reads {found}")
    part.checked.append("a session: boot, authorize, start, samples, stop; 1,500 Wh in the API")


async def _command(charge_point: ChargePoint, desk: Operator, part: Part) -> None:
    asked = asyncio.create_task(
        asyncio.to_thread(
            desk.ask, "POST", f"/charge-points/{IDENTITY}/commands/Reset?wait=20", {"type": "Soft"}
        )
    )
    called = await charge_point.answers({"status": "Accepted"})
    outcome = await asked
    over = time.monotonic() + PATIENCE
    while outcome.get("status") != "Answered" and time.monotonic() < over:
        await asyncio.sleep(0.5)
        outcome = await asyncio.to_thread(
            desk.ask, "GET", f"/charge-points/{IDENTITY}/commands/{outcome['commandId']}"
        )
    if called[2] != "Reset" or outcome.get("status") != "Answered":
        raise Broken(f"the command {called} ended as {outcome}")
    part.checked.append(
        "a command: Reset is posted by an operator, leaves on the socket, and is Answered"
    )


async def _forbidden(charge_point: ChargePoint, stack: Stack, part: Part) -> None:
    """All of this would tell nothing of the roles if nobody looked at them."""
    iam, role = stack.aws.client("iam"), stack.physical("AuthorizeRole")
    denied = {"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [denied]})
    iam.put_role_policy(RoleName=role, PolicyName="denied", PolicyDocument=document)
    try:
        told = await charge_point.hears("Authorize", {"idTag": ID_TAG})
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName="denied")
    if told[0] != 4:
        raise Broken(f"a function whose role may not ask DynamoDB has answered {told}")
    part.checked.append(
        "each call within what the role of its function may do: with less, Authorize is an error"
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
