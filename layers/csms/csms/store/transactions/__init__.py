"""Charging transactions: begun once, ended once, however often a charge point repeats itself."""

from csms.store.transactions.orphans import OrphanStop, keep_orphan
from csms.store.transactions.records import (
    OpenTransaction,
    Running,
    Transaction,
    find,
    running_for,
)
from csms.store.transactions.starts import (
    NumberTaken,
    ProfileMoved,
    ReservationMoved,
    TagMoved,
    begin,
    flag_possible_merge,
)
from csms.store.transactions.stops import Stop, end, ends, register_moves, runs_no_more

__all__ = [
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
    "end",
    "ends",
    "find",
    "flag_possible_merge",
    "keep_orphan",
    "register_moves",
    "running_for",
    "runs_no_more",
]
