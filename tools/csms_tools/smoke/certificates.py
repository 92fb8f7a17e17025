"""Security profile 3: client certificates, as the edge verifies them."""

import ssl
import time
from pathlib import Path

from websockets.exceptions import InvalidHandshake, InvalidMessage, InvalidStatus

from csms_tools.operator.client import path
from csms_tools.smoke.keys import common_name, new_csr, self_signed
from csms_tools.smoke.results import Broken, NotRun, must
from csms_tools.smoke.site import ChargePoint, Site


async def certificate(site: Site) -> str:
    """A certificate of our authority opens a socket at security profile 3."""
    guest = await site.charge_point(3)
    shown, issued = await site.certificate(guest)
    async with site.door(guest.id).open(certificate=shown) as line:
        milliseconds = await line.beats()
        known = await site.ask("GET", path("charge-points", guest.id))
    profile = (known.get("connection") or {}).get("securityProfile")
    must(profile == 3, f"the connection counts as security profile {profile}")
    return f"{issued['subject']}, {milliseconds} ms"


async def certificate_signing(site: Site) -> str:
    """SignCertificate leads to CertificateSigned: the queue, the authority, its key."""
    await site.needs_an_authority()
    guest = await site.charge_point()
    async with site.line(guest) as line:
        request = {"csr": new_csr(guest.serial_number)}
        begun = time.monotonic()
        await line.call("SignCertificate", request)
        unique_id, payload = await line.called("CertificateSigned")
        seconds = time.monotonic() - begun
        await line.send(3, unique_id, {"status": "Accepted"})
        where = path("charge-points", guest.id, "certificate-requests")
        shown = await site.shows(where, lambda told: told["items"][0]["state"] == "accepted")
    must(payload["certificateChain"].startswith("-----BEGIN CERT"), "it brought no certificate")
    must(shown, "it was accepted, but the API does not show it")
    return f"after {seconds:.1f} s"


async def certificate_of_another(site: Site) -> str:
    """The certificate of another charge point is refused."""
    guest, other = await site.charge_point(3), await site.charge_point(3)
    shown, _ = await site.certificate(other)
    answer = await site.door(guest.id).refusal(certificate=shown)
    must(answer.status_code == 403, f"HTTP {answer.status_code}, not 403")
    return "403"


async def revoked_certificate(site: Site) -> str:
    """Revoking a certificate ends the connection that it has opened, and it opens no other."""
    guest = await site.charge_point(3)
    shown, issued = await site.certificate(guest)
    async with site.door(guest.id).open(certificate=shown) as line:
        await line.beats()
        where = path("charge-points", guest.id, "client-certificates", issued["sha256"], "revoke")
        await site.ask("POST", where, body={"reason": "csms smoke"})
        must(await line.ends(line.patience), f"it is still open after {site.options.patience:g} s")
    answer = await site.door(guest.id).refusal(certificate=shown)
    must(answer.status_code == 403, f"afterwards: HTTP {answer.status_code}, not 403")
    return "closed, then 403"


async def foreign_certificate(site: Site) -> str:
    """A certificate of an authority that is not trusted is refused in TLS."""
    await site.needs_an_authority()
    guest = await site.charge_point(3)
    seen = await _in_tls(site, guest, site.kept(self_signed(guest.serial_number)))
    must(seen is None, f"it came past TLS: HTTP {seen}")
    return "refused in TLS"


async def factory_certificate(site: Site) -> str:
    """Where no certificates are asked for, a password counts beside one that is not trusted."""
    if (url := site.options.password_url) is None:
        raise NotRun("--password-url names no host without mTLS")
    guest = await site.charge_point()
    shown = site.kept(self_signed(guest.serial_number))
    try:
        async with site.door(guest.id, url).open(headers=guest.headers, certificate=shown) as line:
            return f"{await line.beats()} ms"
    except (ssl.SSLError, ConnectionError, EOFError, InvalidMessage) as error:
        raise Broken(f"it is refused in TLS: {error}") from None


async def expired_certificate(site: Site) -> str:
    """An expired certificate opens nothing; who refuses it tells if IgnoreCertificateExpiry holds.

    By TLS: the edge looks at the dates. By 403: it does not, and the authorizer judges.
    """
    if (shown := site.options.expired) is None:
        raise NotRun("--expired names no expired certificate")
    guest = await site.charge_point(3, common_name(shown))
    seen = await _in_tls(site, guest, shown)
    must(seen in (None, 403), f"HTTP {seen}, not 403")
    return "refused in TLS" if seen is None else "403: the edge has let it pass"


async def _in_tls(site: Site, guest: ChargePoint, shown: Path) -> int | None:
    """The HTTP status that somebody gets with a certificate; None if TLS ends it before."""
    door = site.door(guest.id)
    await door.refusal()  # without a certificate, somebody answers
    try:
        async with door.open(certificate=shown):
            raise Broken("the socket was opened")
    except InvalidStatus as refused:
        return refused.response.status_code
    except (ssl.SSLError, ConnectionError, EOFError, InvalidHandshake):
        return None


CHECKS = (
    certificate,
    certificate_signing,
    certificate_of_another,
    revoked_certificate,
    foreign_certificate,
    factory_certificate,
    expired_certificate,
)
