"""All mutations, by the id of the case that each spoils."""

from tests.csms_tools.certification.mutations import (
    core,
    firmware_management,
    local_auth_list,
    remote_trigger,
    reservation,
    security,
    security_certificates,
    security_upgrades,
    smart_charging,
    traps,
)
from tests.csms_tools.certification.mutations.mutation import Mutation

MUTATIONS: dict[str, list[Mutation]] = {
    **core.MUTATIONS,
    **local_auth_list.MUTATIONS,
    **firmware_management.MUTATIONS,
    **reservation.MUTATIONS,
    **remote_trigger.MUTATIONS,
    **smart_charging.MUTATIONS,
    **security.MUTATIONS,
    **traps.MUTATIONS,
    **security_certificates.MUTATIONS,
    **security_upgrades.MUTATIONS,
}
