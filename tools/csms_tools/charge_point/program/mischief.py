"""What a faulty charge point gets up to, and how it speaks: all of it is met in the field."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from ocpp.v16.enums import ChargePointErrorCode, ChargePointStatus

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
    # where others go on, it stays broken long enough for somebody to see it
    await cp.clock.sleep(cp.chance.uniform(*((60, 180) if len(cp.outlets) > 1 else (5, 15))))
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


OF_1_5 = frozenset(
    {
        ChargePointStatus.preparing,
        ChargePointStatus.charging,
        ChargePointStatus.suspended_ev,
        ChargePointStatus.suspended_evse,
        ChargePointStatus.finishing,
    }
)
"""All of them are Occupied in OCPP 1.5."""
LONG_MODEL = "Simulated Charge Point Mark II"
LONG_TAG = 22  # characters
ODD_SAMPLE = {"value": "50.0", "measurand": "Frequency", "unit": "Hz"}
ATHENS = timezone(timedelta(hours=3))


def slovenly(action: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What a charge point makes of a message that has not read OCPP to its end.

    The same message is always the same, so that a repetition is one.
    """
    said = dict(payload)
    match action:
        case "BootNotification":
            said["chargePointModel"] = LONG_MODEL
        case "StatusNotification":
            if said["status"] in OF_1_5:
                said["status"] = "Occupied"
            said["timestamp"] = _with_hours_only(said["timestamp"])
        case "MeterValues":
            said["meterValue"] = [
                value | {"sampledValue": [*value["sampledValue"], ODD_SAMPLE]}
                for value in said["meterValue"]
            ]
        case "StopTransaction":
            said["reason"] = f"the driver said so ({said.get('reason', 'no reason')})"
            said["idTag"] = said.get("idTag", "NO-TAG").ljust(LONG_TAG, "0")
            said["meterStop"] += 0.4
    return said


def _with_hours_only(timestamp: str) -> str:
    """2026-06-01T15:00:00.000+03"""
    return (
        datetime.fromisoformat(timestamp).astimezone(ATHENS).isoformat(timespec="milliseconds")[:-3]
    )


async def misbehave(cp: ChargePoint, least: float = 10, most: float = 40) -> None:
    while True:
        await cp.clock.sleep(cp.chance.uniform(least, most))
        mischief = cp.chance.choice(MISCHIEF)
        try:
            await mischief(cp)
        except ChargePointError as error:
            cp.note(f"{mischief.__name__.replace('_', ' ')}: {error}")
