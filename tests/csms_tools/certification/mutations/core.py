"""What spoils the cases of Core, and how each says so."""

from tests.csms_tools.certification.mutations import (
    core_authorizing,
    core_booting,
    core_configuring,
    core_offline,
    core_operating,
    core_remote,
    core_starting,
)
from tests.csms_tools.certification.mutations.mutation import Mutation

MUTATIONS: dict[str, list[Mutation]] = {
    **core_booting.MUTATIONS,
    **core_starting.MUTATIONS,
    **core_remote.MUTATIONS,
    **core_operating.MUTATIONS,
    **core_authorizing.MUTATIONS,
    **core_configuring.MUTATIONS,
    **core_offline.MUTATIONS,
}
