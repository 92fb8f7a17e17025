"""/files/…, as the edge and S3 answer there; and the part of S3's API that functions use.

What CloudFront does with a body that has no length is unproven; S3 asks for one.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from aiohttp import web

from csms.domain.file_addresses import ANYBODY, PREFLIGHT, Refused, Stored, wanted
from csms_tools.local.files.arrivals import Arrivals
from csms_tools.local.files.shelf import Shelf
from csms_tools.local.permissions.judge import Denied, Judge
from csms_tools.local.stack.files import Files

S3 = "/@s3"  # before the name of a bucket
CHUNK = 1 << 20
LARGEST = 5 * 1024**3  # bytes, of one PUT to S3
ADDRESSES = "/files/{rest:(?s:.*)}"
TOLD = {**ANYBODY, "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}


def file_routes(files: Files, shelf: Shelf, arrivals: Arrivals, judge: Judge) -> list[web.RouteDef]:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.method == "OPTIONS":
            return web.Response(status=204, headers=PREFLIGHT)
        try:
            path = request.rel_url.raw_path
            stored = wanted(files.key, request.method, path, datetime.now(UTC))
        except Refused as refused:
            return web.Response(status=403, text=f"{refused}\n", headers=ANYBODY)
        if request.method == "PUT":
            return await take(request, stored)
        if shelf.find(stored) is None:
            return web.Response(status=404, text="there is no such file\n", headers=TOLD)
        kind = {"Content-Type": "application/octet-stream", **TOLD}
        return web.FileResponse(shelf.path(stored), chunk_size=CHUNK, headers=kind)

    async def take(request: web.Request, stored: Stored) -> web.Response:
        if request.content_length is None:
            return web.Response(status=411, text="a file has a Content-Length\n", headers=TOLD)
        if request.content_length > LARGEST:
            return web.Response(status=400, text="a file has 5 GB at most\n", headers=TOLD)
        kept = await shelf.put(stored, _chunks(request))
        await arrivals.tell(kept)
        return web.Response(headers={"ETag": f'"{kept.etag}"', **TOLD})

    async def delete(request: web.Request) -> web.Response:
        """DeleteObject; with If-Match only while it is still the same."""
        asked = {"Bucket": request.match_info["bucket"], "Key": request.match_info["key"]}
        if "If-Match" in request.headers:
            asked["IfMatch"] = request.headers["If-Match"]
        try:
            judge.judge(request.headers.get("Authorization"), "s3", "DeleteObject", asked)
        except Denied as denied:
            return _denied(denied)
        stored = Stored.of(request.match_info["key"])
        if request.match_info["bucket"] != files.bucket or stored is None:
            return web.Response(status=404)
        kept = shelf.find(stored)
        as_was = request.headers.get("If-Match")
        if as_was is not None and (kept is None or as_was.strip('"') != kept.etag):
            return web.Response(status=404 if kept is None else 412)
        shelf.delete(stored)
        return web.Response(status=204)

    return [
        web.route("*", ADDRESSES, answer),
        web.delete(S3 + "/{bucket}/{key:.*}", delete),
    ]


def _denied(denied: Denied) -> web.Response:
    told = f"<Code>AccessDenied</Code><Message>{escape(str(denied))}</Message>"
    text = f"<Error>{told}</Error>"
    return web.Response(status=403, text=text, content_type="application/xml")


async def _chunks(request: web.Request) -> AsyncIterator[bytes]:
    async for chunk in request.content.iter_chunked(CHUNK):
        yield chunk
