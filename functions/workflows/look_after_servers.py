"""A certificate of a host that charge points connect to nears its end: that is told in the log."""

from datetime import datetime, timedelta

from csms import settings
from csms.domain.ends import due_warning
from csms.store.provisioned import server_certificates
from csms.store.provisioned.server_certificates import ServerCertificate
from csms.store.table import ConditionFailed, fetch, perform
from csms.telemetry import logger

READ_AGAIN_AFTER = timedelta(days=1)


def look_after_servers(at: datetime, *, anew: bool = False) -> None:
    """What was read within a day is not read again, unless `anew`. One of two at once tells it."""
    sources = settings.server_certificates()
    stubs = [ServerCertificate.of(source) for source in sources]
    for stub, known in zip(stubs, fetch(*stubs), strict=True):
        assert known is None or isinstance(known, ServerCertificate)
        try:
            _look_after(known or stub, at, anew=anew)
        except Exception:
            logger.exception("a server certificate was not looked after", extra={"key": stub.pk})


def _look_after(certificate: ServerCertificate, at: datetime, *, anew: bool) -> None:
    read_at, warned = certificate.read_at, certificate.warned
    reads = anew or read_at is None or at >= read_at + READ_AGAIN_AFTER
    if reads:
        _read(certificate, at)
    days = due_warning(certificate, at)
    if days is not None:
        certificate.warned = days
    if not reads and days is None:
        return
    try:
        perform(server_certificates.looked_at(certificate, read_at, warned))
    except ConditionFailed:
        return
    source = certificate.source
    if reads and certificate.failure:
        failed = {"source": source, "reason": certificate.failure}
        logger.warning("a certificate of the server cannot be read", extra=failed)
    if days is not None and certificate.not_after:
        ends = certificate.not_after.isoformat()
        ending = {"source": source, "domain_name": certificate.domain_name, "ends": ends}
        logger.warning("a certificate of the server ends soon", extra=ending)


def _read(certificate: ServerCertificate, at: datetime) -> None:
    from csms.pki.server_certificates import NotRead, read  # brings `cryptography`

    certificate.read_at = at
    try:
        found = read(certificate.source)
    except NotRead as error:
        certificate.failure = error.reason
        return
    if found.not_after != certificate.not_after:
        certificate.warned = None  # it has been renewed
    certificate.domain_name, certificate.not_after = found.domain_name or None, found.not_after
    certificate.failure = None
