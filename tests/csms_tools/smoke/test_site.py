"""What is made for the checks, and that all of it goes."""

import httpx
import pytest

from csms_tools.commands import Failed
from csms_tools.smoke.site import Options, Site
from tests.csms_tools.operator.support import Csms, body_of


def at(csms: Csms) -> Site:
    return Site(csms.api, Options("wss://csms.example/"))


async def test_what_is_made_is_deleted_though_making_it_has_failed() -> None:
    broken = Csms(lambda request: httpx.Response(500 if request.method == "POST" else 204))
    site = at(broken)
    with pytest.raises(Failed):
        await site.charge_point()
    assert site.clear() == []
    made, deleted = broken.asked
    assert deleted.method == "DELETE"
    assert deleted.url.path == f"/charge-points/{body_of(made)['id']}"


async def test_what_cannot_be_deleted_is_told_and_the_rest_is_deleted() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE" and request.url.path.startswith("/id-tags"):
            return httpx.Response(500, json={"detail": "out of order"})
        return httpx.Response(404 if "/inbox" in request.url.path else 200, json={})

    csms = Csms(answer)
    site = at(csms)
    guest, tag = await site.charge_point(), await site.id_tag()
    site.owns("/inbox/NOBODY")
    assert site.clear() == [f"/id-tags/{tag}: out of order"]
    assert csms.asked[-1].url.path == f"/charge-points/{guest.id}"
    assert site.clear() == []


async def test_names_and_passwords_are_never_twice_the_same() -> None:
    site = at(Csms(lambda _: httpx.Response(200, json={})))
    made = [await site.charge_point() for _ in range(3)]
    site.clear()
    assert len({one.id for one in made} | {one.password for one in made}) == 6
    assert len({one.serial_number for one in made}) == 3


async def test_keys_are_in_files_that_nobody_else_reads_and_that_go() -> None:
    site = at(Csms(lambda _: httpx.Response(200, json={})))
    file = site.kept("a key")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("a key", 0o600)
    assert file.parent.stat().st_mode & 0o077 == 0
    site.clear()
    assert not file.exists()


async def test_the_identity_follows_the_address() -> None:
    site = at(Csms(lambda _: httpx.Response(200, json={})))
    assert site.door("CP1").url == "wss://csms.example/CP1"
    site.clear()
