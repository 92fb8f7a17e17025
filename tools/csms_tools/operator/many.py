"""What became of commands that one request gave together."""

from collections.abc import Mapping
from typing import Any

from csms_tools.commands import Failed
from csms_tools.operator.client import Document
from csms_tools.operator.output import Output, columns

ENDED_WELL = ("Queued", "Sent", "Answered")


def told(output: Output, results: Mapping[str, Any]) -> None:
    """Raises Failed, if one was refused, or has ended without an answer."""
    items: list[Document] = results["items"]
    table = columns(
        "command_id",
        "key",
        charge_point="chargePointId",
        key="key",
        status=_status,
        why=_why,
        command_id="commandId",
    )
    output.whole(items, table)
    if bad := [one for one in items if _status(one) not in ENDED_WELL]:
        raise Failed(f"{len(bad)} of {len(items)} were refused, or not sent")


def _status(item: Document) -> str:
    return str(item.get("status") or "refused")


def _why(item: Document) -> str | None:
    return item["problem"]["detail"] if "problem" in item else None
