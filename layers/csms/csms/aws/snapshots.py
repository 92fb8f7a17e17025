"""Functions that start from a snapshot of one that has started (SnapStart)."""

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


def after_restore(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Have it done where a snapshot has been restored, within ten seconds; else never."""
    try:
        # of Lambda's own runtime
        from snapshot_restore_py import register_after_restore  # type: ignore[import-not-found]
    except ImportError:
        return
    register_after_restore(work, *args, **kwargs)
