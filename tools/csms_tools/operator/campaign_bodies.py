"""What POST /campaigns is sent: a file, and what `csms campaigns start` is told besides."""

from datetime import UTC, datetime
from typing import Any

from csms_tools.commands import Wrong
from csms_tools.operator.client import Document
from csms_tools.operator.payloads import parsed, read
from csms_tools.operator.times import moment


def body_of(name: str, said: dict[str, Any]) -> Document:
    """`said`: the options of `csms campaigns start`, which add to its --file. Raises Wrong."""
    now = datetime.now(UTC)
    body = _written(str(said["file"])) if said["file"] else {}
    source = {"location": said["location"], "image": said["image"]}
    firmware: Document = body.get("firmware", {})
    if _told(source):  # in the place of what the file names
        firmware = {name: value for name, value in firmware.items() if name not in source}
    firmware |= _told(source | {"firmwareVersion": said["version"]})
    filter_ = {
        "vendor": said["vendor"],
        "model": said["model"],
        "firmwareVersion": said["from_version"],
    }
    rollout = {"concurrency": said["concurrency"], "maximumPerMinute": said["per_minute"]}
    told: dict[str, Any] = {
        "name": name,
        "firmware": firmware or None,
        "rotateKeys": said["rotate_keys"] or None,
        "rollout": {**body.get("rollout", {}), **_told(rollout)} or None,
        "phases": [{"count": said["canary"]}] if said["canary"] else None,
        "abort": [{"on": "any", "share": said["abort"]}] if said["abort"] is not None else None,
        "window": _window(said["window"]) if said["window"] else None,
        "startTime": moment("--at", said["at"], now) if said["at"] else None,
        "endTime": moment("--until", said["until"], now) if said["until"] else None,
        "draft": said["draft"] or None,
    }
    if said["charge_points"]:
        told["targets"] = {"chargePointIds": list(said["charge_points"])}
    elif wanted := _told(filter_):
        told["targets"] = {"filter": wanted}
    elif "targets" not in body:
        raise Wrong(
            "which charge points: --charge-point, --vendor, --model, --from-version or --file"
        )
    body |= _told(told)
    if len(source.keys() & firmware) != 1 and "rotateKeys" not in body:
        raise Wrong("which firmware: its LOCATION, or --image, or a --file that has one of them")
    return body


def _written(file: str) -> Document:
    body = parsed(file, read(file))
    if not isinstance(body, dict):
        raise Wrong(f"{file}: not a JSON object")
    for name in ("firmware", "rollout"):
        if not isinstance(body.get(name, {}), dict):
            raise Wrong(f"{file}: {name} is not an object")
    return body


def _told(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _window(said: str) -> dict[str, str]:
    hours, at, zone = said.partition("@")
    opens, to, closes = hours.partition("-")
    if not (at and to):
        raise Wrong(f"--window {said}: as 22:00-05:00@Europe/Berlin")
    return {"from": opens, "to": closes, "timeZone": zone}
