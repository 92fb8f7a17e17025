"""What a faulty charge point gets up to. All of it is met in the field, none of it is a crime."""

from collections.abc import Awaitable, Callable

from ocpp.v16.enums import ChargePointErrorCode

from csms_tools.charge_point.charge_point import ChargePoint
from csms_tools.charge_point.errors import ChargePointError

ERRORS = (
    ChargePointErrorCode.ground_failure,
    ChargePointErrorCode.high_temperature,
    ChargePointErrorCode.connector_lock_failure,
    ChargePointErrorCode.ev_communication_error,
)


async def lose_the_line(cp: ChargePoint) -> None:
    cp.note("loses its connection")
    await cp.drop()


async def break_a_connector(cp: ChargePoint) -> None:
    connector = cp.chance.choice(cp.outlets)
    error = cp.chance.choice(ERRORS)
    cp.note(f"connector {connector.number} fails: {error}")
    await cp.fault(connector.number, error, "simulated")
    await cp.clock.sleep(cp.chance.uniform(5, 15))
    await cp.mend(connector.number)


async def fail_a_command(cp: ChargePoint) -> None:
    """The next command, whichever it is, ends in a CALLERROR."""
    cp.fail_next("*")


async def answer_late(cp: ChargePoint) -> None:
    cp.delay_next("*", 4.0)


async def speak_dialect(cp: ChargePoint) -> None:
    """A vendor's own action (C-65); the answer is a CALLERROR."""
    await cp.call("SelfTestResult", passed=False)


async def repeat_a_start(cp: ChargePoint) -> None:
    """As if the answer had been lost: the same transaction under a new message id (C-25)."""
    for connector in cp.charging:
        running = connector.transaction
        if running is not None:
            await cp.call(
                "StartTransaction",
                connectorId=running.connector,
                idTag=running.tag,
                meterStart=running.meter_start,
                timestamp=cp.stamp(running.started),
            )


MISCHIEF: tuple[Callable[[ChargePoint], Awaitable[None]], ...] = (
    lose_the_line,
    break_a_connector,
    fail_a_command,
    answer_late,
    speak_dialect,
    repeat_a_start,
)


async def misbehave(cp: ChargePoint, least: float = 10, most: float = 40) -> None:
    while True:
        await cp.clock.sleep(cp.chance.uniform(least, most))
        mischief = cp.chance.choice(MISCHIEF)
        try:
            await mischief(cp)
        except ChargePointError as error:
            cp.note(f"{mischief.__name__.replace('_', ' ')}: {error}")
