"""Reservations: who may reserve what, and whom a reservation keeps away (§5.13, C-53)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ocpp.v16.enums import ChargePointStatus, ReservationStatus

from csms_tools.charge_point.domain.id_tags import same

Statuses = Mapping[int, ChargePointStatus]
"""The status of every connector (without 0), as if nothing were reserved."""


@dataclass(frozen=True)
class Reservation:
    id: int
    connector: int
    tag: str
    expiry: datetime
    parent: str | None = None

    def admits(self, tag: str, parent: str | None) -> bool:
        """The tag itself, or another one of its group (C-31)."""
        return same(self.tag, tag) or same(self.parent, parent)


class Reservations:
    def __init__(self) -> None:
        self._open: dict[int, Reservation] = {}

    def live(self, at: datetime) -> list[Reservation]:
        return [reservation for reservation in self._open.values() if reservation.expiry > at]

    def expire(self, at: datetime) -> list[Reservation]:
        gone = [reservation for reservation in self._open.values() if reservation.expiry <= at]
        for reservation in gone:
            del self._open[reservation.id]
        return gone

    def end(self, id: int | None) -> bool:
        return self._open.pop(id, None) is not None if id is not None else False

    def end_on(self, connector: int) -> None:
        """A connector that fails or is taken out of service ends what was reserved on it."""
        self._open = {key: it for key, it in self._open.items() if it.connector != connector}

    def reserve(
        self, wanted: Reservation, statuses: Statuses, *, zero_supported: bool, at: datetime
    ) -> ReservationStatus:
        others = [it for it in self.live(at) if it.id != wanted.id]
        answer = _judge(wanted, others, statuses, zero_supported, at)
        if answer == ReservationStatus.accepted:
            self._open[wanted.id] = wanted  # the same id again replaces the first
        return answer

    def on(self, connector: int, statuses: Statuses, at: datetime) -> Reservation | None:
        """What keeps a connector: its own reservation, or one of the whole charge point that
        needs this connector because no other is left."""
        live = self.live(at)
        for reservation in live:
            if reservation.connector == connector:
                return reservation
        whole = [reservation for reservation in live if reservation.connector == 0]
        free = _free(live, statuses)
        return whole[0] if whole and connector in free and len(free) <= len(whole) else None

    def used_by(
        self, tag: str, parent: str | None, connector: int, at: datetime
    ) -> Reservation | None:
        """The reservation that this tag came for, its own connector's before the whole one."""
        mine = [it for it in self.live(at) if it.connector in (connector, 0)]
        mine = [reservation for reservation in mine if reservation.admits(tag, parent)]
        return max(mine, key=lambda reservation: reservation.connector, default=None)


def _free(live: list[Reservation], statuses: Statuses) -> list[int]:
    taken = {reservation.connector for reservation in live}
    return [
        connector
        for connector, status in statuses.items()
        if status == ChargePointStatus.available and connector not in taken
    ]


def _judge(
    wanted: Reservation,
    others: list[Reservation],
    statuses: Statuses,
    zero_supported: bool,
    at: datetime,
) -> ReservationStatus:
    if wanted.expiry <= at or (wanted.connector == 0 and not zero_supported):
        return ReservationStatus.rejected
    if wanted.connector == 0:
        whole = sum(1 for reservation in others if reservation.connector == 0)
        if len(_free(others, statuses)) > whole:
            return ReservationStatus.accepted
        return _worst(set(statuses.values()))
    if wanted.connector not in statuses:
        return ReservationStatus.rejected
    if wanted.connector in {reservation.connector for reservation in others}:
        return ReservationStatus.occupied
    status = statuses[wanted.connector]
    return ReservationStatus.accepted if status == ChargePointStatus.available else _worst({status})


def _worst(statuses: set[ChargePointStatus]) -> ReservationStatus:
    """Why none is free: the hardest reason only when it holds for all of them."""
    if statuses == {ChargePointStatus.faulted}:
        return ReservationStatus.faulted
    if statuses <= {ChargePointStatus.faulted, ChargePointStatus.unavailable}:
        return ReservationStatus.unavailable
    return ReservationStatus.occupied
