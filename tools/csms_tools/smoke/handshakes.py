"""Who gets in, and what is answered who does not."""

import secrets
from collections.abc import Mapping

from websockets.http11 import Response

from csms_tools.operator.client import path
from csms_tools.smoke.results import NotRun, must
from csms_tools.smoke.site import Site
from csms_tools.smoke.sockets import Door, basic

FORGED = "192.0.2.99"  # nobody's (RFC 5737)


async def handshake(site: Site) -> str:
    """A password at security profile 2 opens a socket that is answered over."""
    async with site.line(await site.charge_point()) as line:
        return f"{await line.beats()} ms"


async def subprotocol(site: Site) -> str:
    """Of several offered subprotocols ocpp1.6 alone is taken."""
    guest = await site.charge_point()
    offered = ("ocpp2.0.1", "ocpp1.6")
    async with site.door(guest.id).open(headers=guest.headers, subprotocols=offered) as line:
        taken = line.socket.subprotocol
    must(taken == "ocpp1.6", f"the answer names {taken}")
    return "ocpp1.6"


async def no_subprotocol(site: Site) -> str:
    """400 from `$connect` reaches the charge point."""
    guest = await site.guarded()
    offered = ("ocpp2.0.1",)
    return _is(400, await site.door(guest.id).refusal(headers=guest.headers, subprotocols=offered))


async def unknown_charge_point(site: Site) -> str:
    """404 from `$connect` reaches the charge point."""
    stranger = f"SMOKE-{secrets.token_hex(6).upper()}"
    site.owns(path("inbox", stranger))
    headers = basic(stranger, secrets.token_hex(10))
    return _is(404, await site.door(stranger).refusal(headers=headers))


async def wrong_password(site: Site) -> str:
    """401 from `$connect` reaches the charge point."""
    return _is(401, await _with_a_wrong_password(site))


async def wrong_password_challenge(site: Site) -> str:
    """So does the header WWW-Authenticate of that refusal."""
    return _challenges(await _with_a_wrong_password(site))


async def wrong_profile(site: Site) -> str:
    """403 from `$connect` reaches the charge point."""
    guest = await site.charge_point(3)
    headers = basic(guest.id, secrets.token_hex(10))
    return _is(403, await site.door(guest.id).refusal(headers=headers))


async def edge_challenge(site: Site) -> str:
    """The edge itself challenges who shows neither a password nor a certificate."""
    answer = await site.door((await site.guarded()).id).refusal()
    return f"{_is(401, answer)}, {_challenges(answer)}"


async def forged_headers(site: Site) -> str:
    """What a client says in the headers of the edge, and of CloudFront, is not believed."""
    mine, other = await site.guarded(), await site.charge_point(3)
    forged = _as_the_edge(other.id, other.serial_number)
    forged |= {"CloudFront-Viewer-Cert-Present": "1"}
    forged |= {"CloudFront-Viewer-Cert-Subject": f"CN={other.serial_number}"}
    answer = await site.door(mine.id).refusal(headers=forged)
    must(answer.status_code == 401, f"without credentials: HTTP {answer.status_code}")
    headers = basic(other.id, secrets.token_hex(10)) | forged
    answer = await site.door(other.id).refusal(headers=headers)
    must(answer.status_code == 403, f"a forged certificate: HTTP {answer.status_code}")
    return "401 and 403"


async def around_the_edge(site: Site) -> str:
    """A direct call of the WebSocket API, around CloudFront, is refused."""
    if site.options.origin is None:
        raise NotRun("--origin names no address of the API itself")
    guest = await site.guarded()
    headers = guest.headers | _as_the_edge(guest.id, "") | {"x-origin-secret": "guessed"}
    answer = await Door(site.options.origin, site.options.ca).refusal(headers=headers)
    must(answer.status_code in (401, 403), f"HTTP {answer.status_code}, not 401 or 403")
    return str(answer.status_code)


async def address(site: Site) -> str:
    """The CSMS sees the charge point's own address, not that of the edge nor a forged one."""
    guest = await site.charge_point()
    forged = {"x-viewer-address": FORGED, "X-Forwarded-For": FORGED}
    async with site.door(guest.id).open(headers=guest.headers | forged):
        seen = await site.ask("GET", path("charge-points", guest.id))
    audit = await site.ask("GET", "/audit", query={"resource": f"charge-points/{guest.id}"})
    ours = str(audit["items"][0]["sourceIp"])
    theirs = str((seen.get("connection") or {}).get("sourceIp"))
    must(theirs != FORGED, "a forged address is believed")
    if (":" in ours) != (":" in theirs):
        return f"{theirs}; the API was asked from {ours}: is that both here?"
    must(theirs == ours, f"{theirs}, but the API was asked from {ours}")
    return theirs


async def _with_a_wrong_password(site: Site) -> Response:
    guest = await site.guarded()
    headers = basic(guest.id, secrets.token_hex(10))
    return await site.door(guest.id).refusal(headers=headers)


def _as_the_edge(identity: str, serial_number: str) -> dict[str, str]:
    return {
        "x-ocpp-identity": identity,
        "x-ocpp-transport": "tls",
        "x-client-cert-present": "true",
        "x-client-cert-subject": f"CN={serial_number}",
        "x-viewer-address": FORGED,
    }


def _is(status: int, answer: Response) -> str:
    must(answer.status_code == status, f"HTTP {answer.status_code}, not {status}")
    return str(status)


def _challenges(answer: Response) -> str:
    headers: Mapping[str, str] = answer.headers
    challenge = headers.get("WWW-Authenticate", "")
    renamed = [name for name in headers if name.lower().endswith("www-authenticate")]
    must(challenge.startswith("Basic "), f"no challenge; {', '.join(renamed) or 'no such header'}")
    return challenge


CHECKS = (
    handshake,
    subprotocol,
    no_subprotocol,
    unknown_charge_point,
    wrong_password,
    wrong_password_challenge,
    wrong_profile,
    edge_challenge,
    forged_headers,
    around_the_edge,
    address,
)
