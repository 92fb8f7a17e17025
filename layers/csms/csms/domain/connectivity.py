"""Why a charge point is not connected, and what helps."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from csms.domain.presented import LONGEST_IDENTITY
from csms.store.reported.security_events import Kind

State = Literal["connected", "refused", "gone", "unknown", "neverCame"]


@dataclass(frozen=True)
class Attempt:
    """A handshake that was refused last, or a connection that was closed for what came."""

    at: datetime
    reason: str
    kind: Kind | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of an identity.

    `security_profile`: None where it is not provisioned; `alike`: the identity of another that
    differs by case alone; `last`: what was refused last, under its name or, with `by_address`, of
    somebody at an address of its own who did not say who it was.
    """

    identity: str
    minimum_security_profile: int
    security_profile: int | None = None
    registration: str = "Accepted"
    has_password: bool = False
    connected_since: datetime | None = None
    rescue: bool = False
    last_seen_at: datetime | None = None
    alike: str | None = None
    last: Attempt | None = None
    by_address: bool = False
    throttled: bool = False
    certificate_has_ended: bool = False
    awaits_acceptance: bool = False


@dataclass(frozen=True)
class Finding:
    """`remedies`: what to do, the likeliest first."""

    state: State
    reason: str
    remedies: tuple[str, ...]


NOT_HERE = (
    "look whether it goes to this address, by ws or wss as its security profile wants, with its "
    "identity as the last part of the path",
    "what TLS or the edge refuses is not told of here, in the cloud in the logs of CloudFront: a "
    "root that it does not trust, an old TLS version, over wss neither a password nor a "
    "certificate",
)

_BY_REASON: Mapping[str, str] = {
    "no credentials": "give it its AuthorizationKey: it came without a password",
    "wrong credentials": "let it send its identity as the user name, and the password that is set "
    "here; csms charge-points change {id} --password - sets another",
    "unknown identity": "csms charge-points create {id}, or csms inbox accept {id}",
    "a later certificate has been used since": "have it use its latest certificate again, or "
    "csms certificates issue {id} --out DIR",
    "the certificate is not valid yet": "set its clock",
    "nobody tells which certificate it is": "let the edge send the certificate's SHA-256",
    "security profile 3 needs a verified certificate": "let it come over TLS with its certificate, "
    "or csms charge-points change {id} --security-profile 2",
}
AROUND_THE_EDGE = "did not come through the edge"
"""What the reasons of such refusals end with."""

_THROUGH_THE_EDGE = (
    "let it connect to the host of the deployment, not to API Gateway's own; if it does, "
    "CloudFront shows another secret than the authorizer takes: deploy both again"
)
_ANOTHER = "csms certificates issue {id} --out DIR, and bring it to the charge point"
_BY_KIND: Mapping[Kind, str] = {
    "WrongSecurityProfile": "let it come as is set, or set how it comes: csms charge-points change "
    "{id} --security-profile N",
    "ForeignCertificate": "look whose certificate it shows, then csms charge-points change {id} "
    "--serial-number SERIAL, or csms certificates issue {id} --out DIR",
    "RevokedCertificate": _ANOTHER,
    "ExpiredCertificate": _ANOTHER,
    "MissingCredentials": "give it a password or a certificate: over TLS the edge lets nobody pass "
    "without one",
    "Throttled": "stop it for a minute, and mend what failed before",
    "TlsRefused": "see to its TLS version, its cipher suites and its certificate",
    "HandshakeRefused": "set its protocol to OCPP 1.6-J: it has to offer the subprotocol ocpp1.6",
    "ConnectionClosed": "csms log {id} shows what it sent last",
}
ACCEPT = "csms inbox accept {id}"
WAITS = "waits for acceptance: it came by itself"
ASK = "csms log {id} and csms security-events {id} show what was before"


def finding(facts: Facts) -> Finding:
    state, reason, remedies = _found(facts)
    return Finding(
        state, reason, tuple(one.replace("{id}", shlex.quote(facts.identity)) for one in remedies)
    )


def _found(facts: Facts) -> tuple[State, str, tuple[str, ...]]:
    if fault := _fault_of_name(facts.identity):
        return "unknown", fault, ("give the charge point another identity",)
    if facts.security_profile is None:
        return _of_a_stranger(facts)
    if facts.connected_since is not None:
        return _connected(facts)
    last = facts.last
    if last and (facts.last_seen_at is None or facts.last_seen_at <= last.at):
        return _refused(facts, last)
    if facts.awaits_acceptance:
        return "gone", f"it was connected and is gone, and {WAITS}", (ACCEPT, *NOT_HERE)
    if facts.security_profile < facts.minimum_security_profile:
        least = facts.minimum_security_profile
        said = (
            f"security profile {facts.security_profile} is not allowed here, {least} is the least"
        )
        raised = f"csms charge-points change {{id}} --security-profile {least}"
        return "refused", said, (raised, "or lower the parameter MinimumSecurityProfile")
    if facts.security_profile == 3 and facts.certificate_has_ended:
        return "gone", "its certificate has ended", (_ANOTHER,)
    if facts.last_seen_at is not None:
        said = "it was connected and is gone; nothing was refused since"
        return "gone", said, ("look at its power and its network", ASK, *NOT_HERE)
    return "neverCame", "nothing has come from it", NOT_HERE


def _connected(facts: Facts) -> tuple[State, str, tuple[str, ...]]:
    if facts.rescue:
        said = "it is connected by a certificate that has ended: only another one is talked about"
        return "connected", said, ("csms certificates renew {id}",)
    if facts.awaits_acceptance:
        return "connected", f"it is connected, and {WAITS}", (ACCEPT,)
    if facts.registration != "Accepted":
        said = f"it is connected, and its registration is {facts.registration}"
        return "connected", said, ("csms registration {id} Accepted --tell",)
    return "connected", "it is connected", ()


def _refused(facts: Facts, last: Attempt) -> tuple[State, str, tuple[str, ...]]:
    known = _BY_REASON.get(last.reason) or (last.kind and _BY_KIND.get(last.kind))
    if last.reason.endswith(AROUND_THE_EDGE):
        known = _THROUGH_THE_EDGE
    remedies = [known] if known else []
    if last.kind == "WrongSecurityProfile" and "not allowed here" in last.reason:
        least = facts.minimum_security_profile
        remedies = [f"csms charge-points change {{id}} --security-profile {least}"]
    if facts.throttled and last.kind != "Throttled":
        remedies.append(_BY_KIND["Throttled"])
    said = last.reason
    if facts.by_address:
        said += "; it did not say who it is, and came from the same address"
    return "gone" if last.kind == "ConnectionClosed" else "refused", said, (*remedies, ASK)


def _of_a_stranger(facts: Facts) -> tuple[State, str, tuple[str, ...]]:
    if facts.alike:
        said = f"{facts.alike} is provisioned, which differs by case: that counts"
        return "unknown", said, (f"set its identity to {facts.alike}",)
    if facts.last and facts.last.kind is None:
        said = f"it is not provisioned; {facts.last.reason}"
        return "unknown", said, (ACCEPT,)
    if facts.last:
        return _refused(facts, facts.last)
    said = "it is not provisioned, and nothing has come from it"
    return "unknown", said, ("csms charge-points create {id}", *NOT_HERE)


def _fault_of_name(identity: str) -> str | None:
    if ":" in identity:
        return "basic authentication cannot carry an identity with a ':'"
    if len(identity.encode(errors="surrogatepass")) > LONGEST_IDENTITY:
        return f"an identity has {LONGEST_IDENTITY} bytes at most"
    return None
