"""Many conversations at once."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any


async def all_of(conversations: Mapping[str, Coroutine[Any, Any, None]], at_once: int = 8) -> None:
    """Hold them all, whatever comes of one; what failed is told by name."""
    turn = asyncio.Semaphore(at_once)

    async def hold(conversation: Coroutine[Any, Any, None]) -> None:
        async with turn:
            await conversation

    held = (hold(conversation) for conversation in conversations.values())
    results = await asyncio.gather(*held, return_exceptions=True)
    failed = []
    for name, result in zip(conversations, results, strict=True):
        if isinstance(result, Exception):
            result.add_note(name)
            failed.append(result)
    if failed:
        raise ExceptionGroup(f"{len(failed)} of {len(results)}", failed)
