"""All mutations, by the id of the case that each spoils."""

from tests.csms_tools.certification.mutations import (
    core,
    traps_booting,
    traps_connections,
    traps_framing,
)
from tests.csms_tools.certification.mutations.mutation import Mutation

MUTATIONS: dict[str, list[Mutation]] = {
    **core.MUTATIONS,
    **traps_framing.MUTATIONS,
    **traps_connections.MUTATIONS,
    **traps_booting.MUTATIONS,
}
