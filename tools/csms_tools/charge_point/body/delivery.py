"""Sending what waits in the outbox: in order, tried again as configured (§3.7.1)."""

import asyncio

from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.body.outbox import Message
from csms_tools.charge_point.domain import retries
from csms_tools.charge_point.errors import CallFailed, Malformed, NoAnswer, Offline, reading


async def deliver(cp: Body) -> None:
    """Send what waits; ends when nothing does, or when nothing can be sent."""
    waiting = cp.outbox.waiting
    while waiting and cp.may_transact:
        message = waiting[0]
        try:
            confirmation = await cp.call_with(message.action, message.spelled())
            with reading(message.action):
                message.confirmed(confirmation)
        except Offline:
            return
        except (CallFailed, NoAnswer, Malformed) as error:
            message.failures += 1
            wait = retries.message_wait(
                message.failures,
                cp.configuration.number("TransactionMessageAttempts"),
                cp.configuration.number("TransactionMessageRetryInterval"),
            )
            cp.note(f"{message.action} failed ({error}), {_prospect(wait)}")
            if wait is not None:
                await cp.clock.sleep(wait)
                continue
        waiting.popleft()
        if not message.settled.done():
            message.settled.set_result(None)


def _prospect(wait: int | None) -> str:
    return "given up" if wait is None else f"again in {wait} s"


async def delivered(cp: Body, message: Message) -> None:
    """Wait for the end of a message, or of the connection that it needs."""
    start_delivery(cp)
    if cp.link is not None and cp.online and cp.may_transact:
        await asyncio.wait([message.settled, cp.link.closed], return_when=asyncio.FIRST_COMPLETED)


def start_delivery(cp: Body) -> None:
    if cp.outbox.waiting and cp.online and cp.may_transact and not cp.tasks.running("outbox"):
        cp.tasks.start("outbox", deliver(cp))
