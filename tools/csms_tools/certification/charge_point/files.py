"""A charge point's end of a file transfer over HTTP."""

import ssl
from pathlib import Path

import httpx


async def upload(location: str, name: str, content: bytes, ca: Path | None) -> str:
    """PUT it into the directory that the location is; what went wrong, or nothing."""
    context = ssl.create_default_context()
    if ca:
        context.load_verify_locations(ca)
    async with httpx.AsyncClient(verify=context) as client:
        try:
            answer = await client.put(f"{location.rstrip('/')}/{name}", content=content)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return f"{type(error).__name__}: {error}"
    return "" if answer.is_success else f"HTTP {answer.status_code}"
