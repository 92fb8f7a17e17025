"""/root-certificates: all roots that charge points have accepted, and which of them have one."""

from collections.abc import Sequence

from api.certificates.resource import PEM
from api.http.models import Page, Time, View
from api.http.operations import Resource, shows
from api.http.problems import not_found
from api.http.request_context import RequestContext
from csms.store.paging import by_name, part, reading
from csms.store.reported import certificates as store
from csms.store.reported.certificates import (
    InstalledCertificate,
    ReportedCertificates,
)
from csms.store.table import Raw, read

resource = Resource("/root-certificates", "Certificates")

SHA256 = "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184"
ROOT: dict[str, object] = {
    "sha256": SHA256,
    "subject": "CN=Example root",
    "notAfter": "2036-06-01T00:00:00.000Z",
    "pem": PEM,
}
HOLDER: dict[str, object] = {
    "chargePointId": "CP1",
    "certificateType": "CentralSystemRootCertificate",
    "digest": "5f3c9a1e",
    "installedAt": "2026-06-01T12:00:00.000Z",
    "stillThere": True,
}


class RootCertificate(View):
    """`sha256` is of its DER; `pem` as it was last sent."""

    sha256: str
    subject: str
    not_after: Time
    pem: str


class RootCertificates(Page[RootCertificate]):
    pass


class Holder(View):
    """`stillThere` is left out where no report since can say."""

    charge_point_id: str
    certificate_type: str
    digest: str
    installed_at: Time
    still_there: bool | None = None


class Holders(Page[Holder]):
    pass


@resource.operation("GET", "", "viewer", shows(RootCertificates, {"items": [ROOT]}), paged=True)
def list_root_certificates(context: RequestContext) -> RootCertificates:
    """The root certificates that charge points have accepted, by subject, also those gone since."""
    found = part(
        by_name(store.RootCertificate, store.LIST),
        context.paging.limit,
        context.paging.position,
        reading(store.RootCertificate),
    )
    return RootCertificates(
        items=[
            RootCertificate(
                sha256=one.sha256, subject=one.subject, not_after=one.not_after, pem=one.pem
            )
            for one in found.items
        ],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation(
    "GET", "/{rootSha256}/charge-points", "viewer", shows(Holders, {"items": [HOLDER]}), paged=True
)
def list_holders(context: RequestContext, root_sha256: str) -> Holders:
    """The charge points that have accepted a root certificate, and not deleted it."""
    if store.find_root(root_sha256) is None:
        raise not_found(f"the root certificate {root_sha256}")
    found = part(
        by_name(InstalledCertificate, store.holders(root_sha256)),
        context.paging.limit,
        context.paging.position,
        _holders,
    )
    return Holders(items=found.items, cursor=context.paging.cursor(found.position))


def _holders(entries: Sequence[Raw]) -> list[Holder | None]:
    keys = [(entry["pk"]["S"], entry["sk"]["S"]) for entry in entries]
    accepted = {(one.pk, one.sk): one for one in read(InstalledCertificate, keys)}
    reported = [(pk, sk.rpartition("#")[0]) for pk, sk in keys]
    reports = {(one.pk, one.sk): one for one in read(ReportedCertificates, reported)}
    return [
        _holder(accepted[key], reports.get(of_its_type)) if key in accepted else None
        for key, of_its_type in zip(keys, reported, strict=True)
    ]


def _holder(one: InstalledCertificate, report: ReportedCertificates | None) -> Holder:
    return Holder(
        charge_point_id=one.charge_point_id,
        certificate_type=one.certificate_type,
        digest=one.digest,
        installed_at=one.installed_at,
        still_there=one.is_still_there(report),
    )
