from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from csms_tools.charge_point.body.files import LoopbackFiles, TransferFailed, on_loopback, target


class Store:
    """A small file server that writes down what it was sent."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str, bytes]] = []
        self.url = ""

    async def put(self, request: web.Request) -> web.Response:
        self.kept.append((request.method, request.path_qs, await request.read()))
        return web.Response(status=404 if "refuse" in request.path else 201)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store, app = Store(), web.Application()
    app.router.add_put("/put/{name:.*}", store.put)
    app.router.add_post("/post/{name:.*}", store.put)
    app.router.add_get("/firmware", firmware)
    server = TestServer(app)
    await server.start_server()
    store.url = str(server.make_url("")).rstrip("/")
    yield store
    await server.close()


async def firmware(_: web.Request) -> web.Response:
    return web.Response(body=b"firmware")


async def test_a_file_is_put_into_a_directory_under_its_name(store: Store) -> None:
    await LoopbackFiles().upload(f"{store.url}/put/logs/", "log.txt", b"hello")
    assert store.kept == [("PUT", "/put/logs/log.txt", b"hello")]


async def test_a_signed_location_stays_as_it_is(store: Store) -> None:
    await LoopbackFiles().upload(f"{store.url}/put/key?signature=x", "log.txt", b"hello")
    assert store.kept == [("PUT", "/put/key?signature=x", b"hello")]


async def test_a_server_without_put_is_posted_to(store: Store) -> None:
    await LoopbackFiles().upload(f"{store.url}/post/", "log.txt", b"hello")
    assert store.kept == [("POST", "/post/log.txt", b"hello")]


async def test_a_refused_upload_has_failed(store: Store) -> None:
    with pytest.raises(TransferFailed):
        await LoopbackFiles().upload(f"{store.url}/put/refuse", "log.txt", b"hello")


async def test_a_file_is_downloaded(store: Store) -> None:
    assert await LoopbackFiles().download(f"{store.url}/firmware") == b"firmware"
    with pytest.raises(TransferFailed):
        await LoopbackFiles().download(f"{store.url}/nothing")


async def test_nobody_there_is_a_failure() -> None:
    with pytest.raises(TransferFailed):
        await LoopbackFiles().download("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("http://127.0.0.1:8000/", True),
        ("https://localhost/x", True),
        ("http://[::1]/", True),
        ("http://192.0.2.1/", False),
        ("http://files.example/", False),
        ("ftp://127.0.0.1/", False),
        ("nonsense", False),
    ],
)
async def test_only_http_on_loopback_is_tried(location: str, expected: bool) -> None:
    assert on_loopback(location) is expected
    if not expected:
        with pytest.raises(TransferFailed, match="loopback"):
            await LoopbackFiles().upload(location, "log.txt", b"")


def test_a_bare_host_gets_the_name_as_path() -> None:
    assert target("http://127.0.0.1", "log.txt") == "http://127.0.0.1/log.txt"
