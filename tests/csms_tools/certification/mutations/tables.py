"""All mutations, by the id of the case that each spoils."""

from tests.csms_tools.certification.mutations import (
    core,
    security,
    security_certificates,
    security_upgrades,
)
from tests.csms_tools.certification.mutations.mutation import Mutation

MUTATIONS: dict[str, list[Mutation]] = {
    **core.MUTATIONS,
    **security.MUTATIONS,
    **security_certificates.MUTATIONS,
    **security_upgrades.MUTATIONS,
}
