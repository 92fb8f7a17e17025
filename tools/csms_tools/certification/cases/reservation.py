"""Reservation: 10 cases, one of them in two editions."""

import asyncio
import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.states import charging, stopped
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.operator.records.reservation import Reservation, State
from csms_tools.certification.scenario import Scenario, now

RESERVATION = Profile.RESERVATION


@case("TC_046", "Reservation of a connector, used", RESERVATION)
async def tc_046_used(s: Scenario) -> None:
    """< ReserveNow / Accepted, > Reserved, Charging with reservationId."""
    asked = await reserved(s)
    number = await charging(s, reservationId=asked["reservationId"])
    await recorded(
        s,
        asked,
        "the reservation is used by the transaction",
        lambda one: (one.state, one.transaction_id) == (State.USED, number),
    )


@case("TC_047", "Reservation of a connector, expires", RESERVATION)
async def tc_047_expires(s: Scenario) -> None:
    """< ReserveNow / Accepted, > Reserved, until expiryDate, > Available."""
    asked = await reserved(s, expiryDate=now(s.settings.reservation_expires_after))
    await recorded(s, asked, "the reservation is open", lambda one: one.state == State.OPEN)
    await asyncio.sleep(until(asked["expiryDate"]))
    await s.status("Available")
    await recorded(s, asked, "the reservation has expired", lambda one: one.state == State.EXPIRED)


@case("TC_048_1", "Reservation of a connector, Faulted", RESERVATION)
async def tc_048_1_faulted(s: Scenario) -> None:
    """< ReserveNow / Faulted."""
    await not_made(s, "Faulted")


@case("TC_048_2", "Reservation of a connector, Occupied", RESERVATION)
async def tc_048_2_occupied(s: Scenario) -> None:
    """> Preparing, < ReserveNow of the same connector / Occupied."""
    await s.status("Preparing")
    await not_made(s, "Occupied")


@case("TC_048_3", "Reservation of a connector, Unavailable", RESERVATION)
async def tc_048_3_unavailable(s: Scenario) -> None:
    """< ChangeAvailability Inoperative, > Unavailable, < ReserveNow / Unavailable."""
    where = {"connectorId": s.settings.connector_id}
    await s.commanded("ChangeAvailability", where | {"type": "Inoperative"})
    await s.status("Unavailable")
    await not_made(s, "Unavailable")


@case("TC_048_4", "Reservation of a connector, Rejected", RESERVATION)
async def tc_048_4_rejected(s: Scenario) -> None:
    """< ReserveNow / Rejected."""
    await not_made(s, "Rejected")


@case("TC_049", "Reservation of a charge point", RESERVATION)
async def tc_049_whole_charge_point(s: Scenario) -> None:
    """< ReserveNow connectorId 0 / Accepted, > Reserved."""
    asked = await reserved(s, connectorId=0)
    await recorded(
        s,
        asked,
        "the reservation of the whole charge point is open",
        lambda one: (one.state, one.connector_id) == (State.OPEN, 0),
    )


@case("TC_051", "Cancel reservation", RESERVATION)
async def tc_051_cancel(s: Scenario) -> None:
    """< ReserveNow / Accepted, > Reserved, < CancelReservation / Accepted, > Available."""
    asked = await reserved(s)
    await cancelled(s, asked["reservationId"], "Accepted")
    await s.status("Available")
    await recorded(
        s, asked, "the reservation is cancelled", lambda one: one.state == State.CANCELLED
    )


@case("TC_052", "Cancel reservation, Rejected", RESERVATION, edition="2024-04")
async def tc_052_cancel_rejected_of_another_id(s: Scenario) -> None:
    """< ReserveNow / Accepted, > Reserved, < CancelReservation of another id / Rejected."""
    asked = await reserved(s)
    another = {"reservationId": asked["reservationId"] + 1}  # there is none to be cancelled
    await s.commanded("CancelReservation", another, {"status": "Rejected"})
    await recorded(s, asked, "the reservation stays open", lambda one: one.state == State.OPEN)


@case("TC_052", "Cancel reservation, Rejected", RESERVATION, edition="2025-11")
async def tc_052_cancel_rejected_of_one_that_is_gone(s: Scenario) -> None:
    """< ReserveNow / Accepted, > Reserved, < CancelReservation of the same id / Rejected."""
    asked = await reserved(s)
    await cancelled(s, asked["reservationId"], "Rejected")
    await recorded(
        s,
        asked,
        "the reservation is not open any more",
        lambda one: one.state in (State.LOST, State.CANCELLED),
    )


@case("TC_053", "Reservation for a group", RESERVATION)
async def tc_053_group(s: Scenario) -> None:
    """< ReserveNow with parentIdTag, > Reserved, Charging, > Authorize(other), StopTransaction."""
    asked = await reserved(s, idTag=s.tags.first, parentIdTag=s.tags.parent)
    number = await charging(s, s.tags.first, reservationId=asked["reservationId"])
    info = (await s.charge_point.call("Authorize", {"idTag": s.tags.second}))["idTagInfo"]
    s.must(info["status"] == "Accepted", "Authorize of the other id tag is Accepted", info)
    s.must(
        info.get("parentIdTag") == asked["parentIdTag"],
        "Authorize of the other id tag has the parentIdTag of the reservation",
        info,
    )
    await stopped(s, number, 1800, idTag=s.tags.second)
    await s.status("Finishing")
    await recorded(
        s,
        asked,
        "the group's reservation is used by the transaction",
        lambda one: (
            (one.state, one.parent_id_tag, one.transaction_id)
            == (State.USED, s.tags.parent, number)
        ),
    )


async def reserved(s: Scenario, **more: object) -> Payload:
    """What the charge point was asked for, and accepted."""
    asked = await asked_for(s, "Accepted", **more)
    await s.status("Reserved")
    return asked


async def not_made(s: Scenario, answer: str) -> None:
    asked = await asked_for(s, answer)
    await recorded(s, asked, "the reservation is not made", lambda one: one.state == State.NOT_MADE)


async def asked_for(s: Scenario, answer: str, **more: object) -> Payload:
    wanted = {
        "connectorId": s.settings.connector_id,
        "expiryDate": now(s.settings.reservation_offset),
        "idTag": s.tags.accepted,
    } | more
    asked = await s.operated(
        "ReserveNow",
        s.site.operator.reserve(s.charge_point.id, wanted),
        f"reserves {json.dumps(wanted)}",
        {"status": answer},
        instead=wanted | {"reservationId": secrets.randbelow(2**31 - 2) + 1},
    )
    sent = {name: value for name, value in asked.items() if name != "reservationId"}
    s.must(timed(sent) == timed(wanted), "ReserveNow leaves as the operator gave it", asked)
    return asked


async def cancelled(s: Scenario, reservation_id: int, answer: str) -> None:
    request = {"reservationId": reservation_id}
    asked = await s.operated(
        "CancelReservation",
        s.site.operator.cancel_reservation(s.charge_point.id, reservation_id),
        f"cancels the reservation {reservation_id}",
        {"status": answer},
        instead=request,
    )
    s.must(asked == request, "CancelReservation leaves as the operator gave it", asked)


def timed(reservation: Payload) -> Payload:
    return reservation | {"expiryDate": datetime.fromisoformat(reservation["expiryDate"])}


async def recorded(
    s: Scenario, asked: Payload, expectation: str, wanted: Callable[[Reservation], bool]
) -> None:
    await s.recorded(
        expectation,
        lambda records: records.reservation(s.charge_point.id, asked["reservationId"]),
        lambda one: one and one.id_tag == asked["idTag"] and wanted(one),
    )


def until(expiry_date: str) -> float:
    """In seconds."""
    left = datetime.fromisoformat(expiry_date) - datetime.now(UTC)
    return max(left.total_seconds(), 0)
