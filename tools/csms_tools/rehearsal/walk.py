"""One session and one command, against what was deployed: through its APIs, by its functions."""

import asyncio
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from csms_tools.rehearsal.charge_point import IDENTITY, PASSWORD, ChargePoint, address
from csms_tools.rehearsal.deployed import Stack
from csms_tools.rehearsal.operator import PATIENCE, Operator, signed_in
from csms_tools.rehearsal.report import Broken, Part

ID_TAG = "REHEARSAL"


async def walk(stack: Stack, part: Part, stage: str = "ocpp") -> None:
    """Raises Broken."""
    desk = signed_in(stack)
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
