"""PNG by a palette of a few colours: a third of the bytes, and hardly to be told from the other."""

import base64
import struct
import zlib
from typing import Any

from playwright.async_api import Page

COLOURS = 128
REDUCE = """async ([png, most]) => {
    const bytes = Uint8Array.from(atob(png), (each) => each.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const { width, height } = image;
    const canvas = new OffscreenCanvas(width, height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const pixels = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
    const counts = new Map();
    for (const each of pixels) counts.set(each, (counts.get(each) ?? 0) + 1);
    const often = [...counts].sort((a, b) => b[1] - a[1]).map(([each]) => each);
    const palette = [];
    const apart = (a, b) => [0, 8, 16].reduce(
        (sum, bits) => sum + (((a >> bits) & 255) - ((b >> bits) & 255)) ** 2, 0);
    for (const least of [160, 40, 0]) {  // those first that differ from all that are there
        for (const each of often) {
            if (palette.length >= most) break;
            if (palette.every((one) => apart(one, each) > least)) palette.push(each);
        }
    }
    const places = new Map(often.map((each) => {
        let best = 0;
        palette.forEach((one, place) => {
            if (apart(one, each) < apart(palette[best], each)) best = place;
        });
        return [each, best];
    }));
    const indexes = Uint8Array.from(pixels, (each) => places.get(each));
    let text = "";
    for (let at = 0; at < indexes.length; at += 8192) {
        text += String.fromCharCode(...indexes.subarray(at, at + 8192));
    }
    return { width, height, palette, indexes: btoa(text) };
}"""


async def reduced(page: Page, png: bytes) -> bytes:
    """The same picture by a palette; the browser of the page counts its colours."""
    blank = await page.context.new_page()
    given = [base64.b64encode(png).decode(), COLOURS]
    found: dict[str, Any] = await blank.evaluate(REDUCE, given)
    await blank.close()
    width, height = found["width"], found["height"]
    indexes = base64.b64decode(found["indexes"])
    lines = b"".join(b"\0" + indexes[at : at + width] for at in range(0, len(indexes), width))
    palette = b"".join(struct.pack("<I", each & 0xFFFFFF)[:3] for each in found["palette"])
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in [*chunks, (b"IEND", b"")])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
