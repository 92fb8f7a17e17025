"""What stands for AWS around cold starts: DynamoDB, SQS and @connections, all over https."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from csms_tools.local import tls
from csms_tools.local.aws import Aws
from csms_tools.local.key_material import KeyMaterial
from csms_tools.local.options import PARAMETERS, TEMPLATE
from csms_tools.local.runtime import KEPT
from csms_tools.local.seed import SeedFile
from csms_tools.local.stack.stack import REGION, Stack
from csms_tools.local.store_access import point_store_at

SEED = {
    "chargePoints": [{"id": "CP1", "securityProfile": 2, "password": "sixteen-letters!"}],
    "idTags": [{"idTag": "04A2B3C4D5E680"}],
}
PARAMETERS_HERE = PARAMETERS | {"OidcIssuer": "http://127.0.0.1/issuer"}


@dataclass
class Cloud:
    stack: Stack
    endpoint: str
    ca: Path
    generation: str | None
    posted: list[str] = field(default_factory=list)


@asynccontextmanager
async def cloud(folder: Path) -> AsyncIterator[Cloud]:
    """With a charge point and an id tag, as events/*.json have them."""
    keys = await asyncio.to_thread(KeyMaterial.of, folder)
    posted: list[str] = []

    async def post(request: web.BaseRequest) -> web.Response:
        if request.method == "POST":  # a GET opens the connection
            posted.append((await request.read()).decode())
        return web.Response()

    runner = web.ServerRunner(web.Server(post))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls.server_context(keys.credentials))
    await site.start()
    aws = Aws(certificate=keys.credentials.servers[0])
    try:
        await aws.start()
        stack = Stack.load(
            TEMPLATE,
            PARAMETERS_HERE,
            endpoint=aws.https_endpoint,
            connections_url=f"https://127.0.0.1:{runner.addresses[0][1]}",
            environment=keys.environment,
        )
        await aws.create(stack)
        generation = await asyncio.to_thread(_seeded, folder, stack, aws.endpoint)
        yield Cloud(stack, aws.https_endpoint, keys.credentials.ca, generation, posted)
    finally:
        await aws.stop()
        await runner.cleanup()


def _seeded(folder: Path, stack: Stack, endpoint: str) -> str | None:
    point_store_at(endpoint, REGION, {id: table.name for id, table in stack.tables.items()})
    for variable, parameter in KEPT.items():
        os.environ[variable] = stack.parameters[parameter]
    from csms.store.provisioned.charge_points import ChargePoint
    from csms.store.table import fetch
    from csms_tools.local import seeding

    file = folder / "seed.yaml"
    file.write_text(json.dumps(SEED))
    seeding.apply(SeedFile(file), datetime.now(UTC))
    [found] = fetch(ChargePoint.of("CP1"))
    assert found
    return found.generation
