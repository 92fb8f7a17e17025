"""083: the charge point rises to the next security profile, and the one before is shut."""

import secrets
from dataclasses import replace

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.security.renewal import renewed
from csms_tools.certification.cases.security.roots import CENTRAL, install
from csms_tools.certification.cases.security.steps import (
    disconnected,
    reconnected,
    refusal_recorded,
    refused,
)
from csms_tools.certification.cases.states import booted
from csms_tools.certification.charge_point.keys import Authority
from csms_tools.certification.charge_point.transport import Handshake
from csms_tools.certification.scenario import Scenario


@case("TC_083", "Upgrade the security profile", Profile.SECURITY, security_profiles=(2,))
async def tc_083_upgrade_the_security_profile(s: Scenario) -> None:
    """< ChangeConfiguration SecurityProfile, < Reset Hard, reconnects at +1; the old is refused."""
    if plain := s.settings.plain_url:
        at_1 = await s.another(url=plain, security_profile=1, password=secrets.token_hex(10))
        await at_1.connect()
        lower, secure = s.of(at_1), f"{s.url.rstrip('/')}/{at_1.id}"
        await install(lower, CENTRAL, Authority.new("csms certify root 2").pem)
        await _rises(lower, 2, replace(at_1.handshake, url=secure))
        await disconnected(lower)
    signed = await renewed(s)
    await _rises(s, 3, signed.handshake)


async def _rises(s: Scenario, profile: int, new: Handshake) -> None:
    old = s.charge_point.handshake
    change = {"key": "SecurityProfile", "value": str(profile)}
    await s.commanded("ChangeConfiguration", change)
    await s.commanded("Reset", {"type": "Hard"})
    await reconnected(s, new, f"security profile {profile} opens the connection")
    await booted(s)
    await disconnected(s)
    await refused(s, old, f"security profile {profile - 1} is refused once {profile} is used")
    await s.charge_point.connect(expectation=f"security profile {profile} opens it again")
    await s.charge_point.call("Heartbeat")
    await s.recorded(
        f"the charge point is recorded at security profile {profile}",
        lambda records: records.security_profile(s.charge_point.id),
        lambda recorded: recorded == profile,
    )
    await refusal_recorded(s)
