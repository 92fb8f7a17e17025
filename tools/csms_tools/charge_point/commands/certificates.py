"""InstallCertificate, GetInstalledCertificateIds, DeleteCertificate (M03 to M05) and
CertificateSigned (A02)."""

from functools import partial

from ocpp.v16 import call, call_result
from ocpp.v16.enums import (
    CertificateSignedStatus,
    CertificateStatus,
    CertificateUse,
    DeleteCertificateStatus,
    GetInstalledCertificateStatus,
)

from csms_tools.charge_point.body import lifecycle, security
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.conversation.answers import Answer
from csms_tools.charge_point.domain import certificates
from csms_tools.charge_point.settings import Quirk

CENTRAL = CertificateUse.central_system_root_certificate


def install_certificate(cp: Body, request: call.InstallCertificate) -> Answer:
    use = request.certificate_type
    status = cp.trust.install(use, request.certificate, cp.today())
    central = use == CENTRAL
    then = None
    if status == CertificateStatus.rejected and central:  # 078
        then = partial(security.event, cp, "InvalidCentralSystemCertificate")
    elif status == CertificateStatus.accepted:
        security.log(cp, "ReconfigurationOfSecurityParameters", f"{use} installed")
        if central:
            security.trust_roots(cp)
            if Quirk.NO_CLOSE_FRAME in cp.settings.quirks:
                then = partial(lifecycle.reconnect, cp)
    return Answer(call_result.InstallCertificate(status), then)


def get_installed_certificate_ids(cp: Body, request: call.GetInstalledCertificateIds) -> Answer:
    found = cp.trust.hashes(request.certificate_type, cp.settings.hash_algorithm)
    status = (
        GetInstalledCertificateStatus.accepted if found else GetInstalledCertificateStatus.not_found
    )
    return Answer(call_result.GetInstalledCertificateIds(status, found or None))


def delete_certificate(cp: Body, request: call.DeleteCertificate) -> Answer:
    status = cp.trust.delete(request.certificate_hash_data, keep_last=cp.access.secure)
    if status == DeleteCertificateStatus.accepted and cp.trust.roots(CENTRAL):
        security.trust_roots(cp)
    return Answer(call_result.DeleteCertificate(status))


def certificate_signed(cp: Body, request: call.CertificateSigned) -> Answer:
    limit = cp.configuration.number("CertificateSignedMaxChainSize")
    wrong = certificates.objection_to_own(
        request.certificate_chain, cp.pending_key, cp.today(), limit
    ) or _objection_of_its_kind(cp, request.certificate_chain)
    if wrong:
        event = partial(security.event, cp, "InvalidChargePointCertificate", wrong)  # 077
        return Answer(call_result.CertificateSigned(CertificateSignedStatus.rejected), event)
    security.install_own(cp, request.certificate_chain)
    at_once = cp.access.security_profile == 3 or Quirk.NO_CLOSE_FRAME in cp.settings.quirks
    then = partial(lifecycle.reconnect, cp) if at_once else None
    return Answer(call_result.CertificateSigned(CertificateSignedStatus.accepted), then)


def _objection_of_its_kind(cp: Body, chain: str) -> str | None:
    alone, quirks = len(certificates.chain(chain)) == 1, cp.settings.quirks
    if alone and Quirk.CHAIN_ONLY in quirks:
        return "its issuers are missing"
    if not alone and Quirk.LEAF_ONLY in quirks:
        return "it is more than one certificate"
    return None
