"""CP1 and its root certificates."""

from typing import Any
from uuid import uuid4

from tests.api.support import ask
from tests.outbound.support import ask as command
from tests.stored import certificates_of

PATH = "/charge-points/CP1/certificates"
CENTRAL, MANUFACTURER = "CentralSystemRootCertificate", "ManufacturerRootCertificate"


def installed(pem: str, certificate_type: str = CENTRAL) -> Any:
    """CP1 accepts it; the certificate as it is known then."""
    payload = {"certificateType": certificate_type, "certificate": pem}
    command("InstallCertificate", payload, command_id=str(uuid4()))
    _, accepted = certificates_of("CP1")
    wanted = pem, certificate_type
    return next(one for one in accepted if (one.pem, one.certificate_type) == wanted)


def reports(*hash_data: dict[str, str], certificate_type: str = CENTRAL) -> None:
    said = {"status": "Accepted", "certificateHashData": list(hash_data)}
    answer: dict[str, Any] = said if hash_data else {"status": "NotFound"}
    asked = {"certificateType": certificate_type}
    command("GetInstalledCertificateIds", asked, answer, command_id=str(uuid4()))


def listed(**query: object) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = ask("GET", PATH, role="viewer", query=query).json["items"]
    return items
