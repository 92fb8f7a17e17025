"""Charging transactions: begun once, ended once, however often a charge point repeats itself."""

from csms.store.transactions.orphans import OrphanStop, keep_orphan
from csms.store.transactions.records import (
    ClocklessStart,
    OpenTransaction,
    Running,
    Transaction,
    begun_between,
    find,
    running_for,
    running_on,
)
from csms.store.transactions.starts import (
    ClocklessMoved,
    DoubleStopped,
    NumberTaken,
    ProfileMoved,
    ReservationMoved,
    TagMoved,
    begin,
    flag_possible_merge,
)
from csms.store.transactions.stops import (
    Stop,
    cannot_run,
    end,
    ends,
    register_moves,
    runs_no_more,
)

__all__ = [
    "ClocklessMoved",
    "ClocklessStart",
    "DoubleStopped",
    "NumberTaken",
    "OpenTransaction",
    "OrphanStop",
    "ProfileMoved",
    "ReservationMoved",
    "Running",
    "Stop",
    "TagMoved",
    "Transaction",
    "begin",
    "begun_between",
    "cannot_run",
    "end",
    "ends",
    "find",
    "flag_possible_merge",
    "keep_orphan",
    "register_moves",
    "running_for",
    "running_on",
    "runs_no_more",
]
