from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from csms_tools.charge_point.body import files
from csms_tools.charge_point.body.files import HttpFiles, TransferFailed, on_loopback, target


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
    app.router.add_get("/away", away)
    server = TestServer(app)
    await server.start_server()
    store.url = str(server.make_url("")).rstrip("/")
    yield store
    await server.close()


async def firmware(_: web.Request) -> web.Response:
    return web.Response(body=b"firmware")


async def away(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "http://192.0.2.1/"})


async def test_a_file_is_put_into_a_directory_under_its_name(store: Store) -> None:
    await HttpFiles().upload(f"{store.url}/put/logs/", "log.txt", b"hello")
    assert store.kept == [("PUT", "/put/logs/log.txt", b"hello")]


async def test_a_signed_location_stays_as_it_is(store: Store) -> None:
    await HttpFiles().upload(f"{store.url}/put/key?signature=x", "log.txt", b"hello")
    assert store.kept == [("PUT", "/put/key?signature=x", b"hello")]


async def test_a_server_without_put_is_posted_to(store: Store) -> None:
    await HttpFiles().upload(f"{store.url}/post/", "log.txt", b"hello")
    assert store.kept == [("POST", "/post/log.txt", b"hello")]


async def test_a_refused_upload_has_failed(store: Store) -> None:
    with pytest.raises(TransferFailed):
        await HttpFiles().upload(f"{store.url}/put/refuse", "log.txt", b"hello")


async def test_a_file_is_downloaded(store: Store) -> None:
    assert await HttpFiles().download(f"{store.url}/firmware") == b"firmware"
    with pytest.raises(TransferFailed):
        await HttpFiles().download(f"{store.url}/nothing")


async def test_nobody_there_is_a_failure() -> None:
    with pytest.raises(TransferFailed):
        await HttpFiles().download("http://127.0.0.1:9/")


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
            await HttpFiles().upload(location, "log.txt", b"")


def test_a_bare_host_gets_the_name_as_path() -> None:
    assert target("http://127.0.0.1", "log.txt") == "http://127.0.0.1/log.txt"


async def test_a_host_that_is_allowed_is_tried(store: Store) -> None:
    elsewhere = "http://files.localhost:9/firmware"
    with pytest.raises(TransferFailed, match="Cannot connect"):
        await HttpFiles(["Files.Localhost"]).download(elsewhere)
    with pytest.raises(TransferFailed, match="allowed"):
        await HttpFiles(["other.localhost"]).download(elsewhere)


async def test_a_redirect_leads_nowhere(store: Store) -> None:
    with pytest.raises(TransferFailed, match="HTTP 302"):
        await HttpFiles().download(f"{store.url}/away")


async def test_an_image_without_end_is_given_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 4)
    with pytest.raises(TransferFailed, match="more than 4 bytes"):
        await HttpFiles().download(f"{store.url}/firmware")
