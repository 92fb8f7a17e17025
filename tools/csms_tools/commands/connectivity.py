"""`csms connectivity`: why a charge point does not connect, and what helps."""

from typing import TYPE_CHECKING

import click

from csms_tools.operator.completing import charge_point_id
from csms_tools.operator.options import Operator, operates

if TYPE_CHECKING:
    from csms_tools.operator.client import Document

NAME = 10  # columns


@click.command()
@click.argument("id", type=charge_point_id)
@operates
def connectivity(operator: Operator, id: str) -> None:
    """Tell why the charge point ID does not connect: what came, what is set, and what helps.

    ID may also be one that is not provisioned.
    """
    from csms_tools.operator.client import path
    from csms_tools.operator.output import visible

    found = operator.api.ask("GET", path("charge-points", id, "connectivity")).json()
    if operator.output.as_json:
        operator.output.document(found)
        return
    lines = [("answer", found["reason"])]
    lines += [("do", remedy) for remedy in found["remedies"]]
    lines += [("set", _standing(found["isSet"]))] if "isSet" in found else []
    lines += [("seen", found["lastSeenAt"])] if "lastSeenAt" in found else []
    lines += [("came", _attempt(one)) for one in found["attempts"]]
    lines += [("from there", _attempt(one)) for one in found.get("ofItsAddress", [])]
    if found["throttled"]:
        lines.append(("paused", "it failed too often and is not listened to for a minute"))
    for name, said in lines:
        for number, part in enumerate(_parts(visible(said), operator.output.terminal)):
            click.echo(f"{'' if number else name:<{NAME}}  {part}")


def _parts(said: str, terminal: bool) -> list[str]:
    """On a terminal as many lines as it takes to part no word."""
    from csms_tools.folding import columns, folded

    return folded(said, columns() - NAME - 2) if terminal else [said]


def _standing(told: "Document") -> str:
    words = [f"security profile {told['securityProfile']}"]
    if "pendingSecurityProfile" in told:
        words.append(f"rising to {told['pendingSecurityProfile']}")
    words.append("with a password" if told["hasPassword"] else "without a password")
    if "serialNumber" in told:
        words.append(f"serial number {told['serialNumber']}")
    if "certificateEndsAt" in told:
        words.append(f"certificate until {told['certificateEndsAt']}")
    least = told["minimumSecurityProfile"]
    return ", ".join([*words, f"registration {told['registration']}", f"least profile {least}"])


def _attempt(told: "Document") -> str:
    words = [told["at"], f"from {told['sourceIp']}", told.get("type"), told["reason"]]
    if told["tries"] > 1:
        words.append(f"{told['tries']} times")
    if shown := told.get("presented"):
        words.append(f"showed {_presented(shown)}")
    return "  ".join(word for word in words if word)


def _presented(told: "Document") -> str:
    words = ["wss" if told["tls"] else "ws", "a password" if told["password"] else "no password"]
    if "certificateSubject" in told:
        words.append(f"the certificate {told['certificateSubject']}")
    words.append(
        f"subprotocol {told['subprotocols']}" if told["subprotocols"] else "no subprotocol"
    )
    return ", ".join(words)
