"""What functions ask of S3, asked as they ask it."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from csms import objects
from csms.aws import clients
from csms.domain.file_addresses import PREFLIGHT, Stored, address
from csms_tools.local.files import Arrivals, Shelf, file_routes
from csms_tools.local.files.routes import S3
from csms_tools.local.permissions.asked import Place
from csms_tools.local.permissions.judge import Judge
from csms_tools.local.permissions.policies import Policy
from csms_tools.local.stack.event_sources import Queue
from csms_tools.local.stack.files import Files

LOG = Stored("uploads", "1", "log.txt")
FILES = Files("files", "k" * 48, Queue("TaskQueue", "TaskQueue", "arn", "http://q", {}), 30)


async def content(text: bytes) -> AsyncIterator[bytes]:
    yield text


@pytest.fixture
async def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shelf]:
    shelf, app = Shelf(tmp_path), web.Application()
    arrivals = Arrivals(FILES, shelf, endpoint="http://q")
    judge = Judge(Place("eu-west-1", "000000000000", "api/ocpp"), {"Bare": Policy(())})
    app.add_routes(file_routes(FILES, shelf, arrivals, judge))
    server = TestServer(app)
    await server.start_server()
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"{server.make_url(S3)}")
    clients._client.cache_clear()
    yield shelf
    clients._client.cache_clear()
    await server.close()


async def test_an_object_is_deleted_and_once_more(shelf: Shelf) -> None:
    await shelf.put(LOG, content(b"log"))
    for _ in range(2):
        await asyncio.to_thread(objects.delete, LOG.key)
    assert shelf.find(LOG) is None


async def test_what_has_come_over_it_meanwhile_stays(shelf: Shelf) -> None:
    first = await shelf.put(LOG, content(b"too large"))
    second = await shelf.put(LOG, content(b"small"))
    await asyncio.to_thread(objects.delete, LOG.key, first.etag)
    assert shelf.find(LOG) == second
    for _ in range(2):
        await asyncio.to_thread(objects.delete, LOG.key, second.etag)
    assert shelf.find(LOG) is None


@pytest.fixture
async def client(shelf: Shelf) -> AsyncIterator[ClientSession]:
    base = os.environ["AWS_ENDPOINT_URL_S3"].removesuffix(S3)
    async with ClientSession(base) as session:
        yield session


def where(verb: Literal["get", "put"]) -> str:
    until = datetime.now(UTC) + timedelta(days=1)
    return address("", FILES.key, verb, LOG.kind, LOG.id, until, LOG.name)


async def test_a_page_of_another_host_may_bring_a_file(client: ClientSession) -> None:
    asked = await client.options(where("put"), headers={"Origin": "https://api.example"})
    assert asked.status == 204
    assert {name: asked.headers[name] for name in PREFLIGHT} == PREFLIGHT
    refused = await client.put(where("get"), data=b"log")
    assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (403, "*")


async def test_a_file_is_for_saving_never_a_page(shelf: Shelf, client: ClientSession) -> None:
    await shelf.put(LOG, content(b"<script>"))
    answer = await client.get(where("get"))
    assert await answer.read() == b"<script>"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
