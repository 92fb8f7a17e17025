"""What spoils the traps."""

from tests.csms_tools.certification.mutations import (
    traps_booting,
    traps_connections,
    traps_framing,
    traps_payloads,
    traps_transactions,
)
from tests.csms_tools.certification.mutations.mutation import Mutation

MUTATIONS: dict[str, list[Mutation]] = {
    **traps_framing.MUTATIONS,
    **traps_connections.MUTATIONS,
    **traps_booting.MUTATIONS,
    **traps_payloads.MUTATIONS,
    **traps_transactions.MUTATIONS,
}
