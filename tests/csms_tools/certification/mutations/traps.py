"""What spoils the traps."""

from tests.csms_tools.certification.mutations import (
    traps_authorizing,
    traps_booting,
    traps_certificates,
    traps_commands,
    traps_connections,
    traps_framing,
    traps_passwords,
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
    **traps_authorizing.MUTATIONS,
    **traps_commands.MUTATIONS,
    **traps_passwords.MUTATIONS,
    **traps_certificates.MUTATIONS,
}
