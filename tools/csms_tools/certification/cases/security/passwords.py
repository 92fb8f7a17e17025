"""073 and 085: who knows the password is let in, and nobody else."""

import re
import secrets
from dataclasses import replace

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.security.steps import (
    admitted_beyond,
    boot_recorded,
    disconnected,
    reconnected,
    refusal_recorded,
    refused,
    refused_beyond,
)
from csms_tools.certification.cases.states import booted
from csms_tools.certification.charge_point.transport import Refused
from csms_tools.certification.scenario import Scenario

KEY = "AuthorizationKey"
HEX = re.compile("([0-9A-Fa-f]{2}){16,20}")


@case("TC_073", "Change the basic auth password", Profile.SECURITY, security_profiles=(2, 1))
async def tc_073_change_the_basic_auth_password(s: Scenario) -> None:
    """< ChangeConfiguration AuthorizationKey / Accepted, the charge point reconnects with it."""
    charge_point, old = s.charge_point, s.charge_point.handshake
    given = secrets.token_urlsafe(15).encode().hex()  # of what can be read, whoever decodes it
    sent = await s.operated(
        "ChangeConfiguration",
        s.site.operator.change_password(charge_point.id),
        "has another password made",
        instead={"key": KEY, "value": given},
    )
    value = sent["value"]
    s.must(sent["key"] == KEY, "the key that is changed is AuthorizationKey", sent)
    s.must(HEX.fullmatch(value), "the value is 16 to 20 bytes in hex", sent)
    new = charge_point.with_password(value)
    await reconnected(s, new, "the new password opens the connection")
    await charge_point.call("Heartbeat")
    await disconnected(s)
    answer = await refused(s, old, "the old password is refused")
    s.must(isinstance(answer, Refused), "the old password is refused before the upgrade", answer)
    await refusal_recorded(s)
    digits = charge_point.with_password(value.encode())
    await admitted_beyond(s, digits, "the key's hex digits open the connection, too")
    wrong = charge_point.with_password(secrets.token_hex(20))
    await refused_beyond(s, wrong, "a wrong password is refused")


@case("TC_085", "Basic auth", Profile.SECURITY, security_profiles=(2, 1), connected=False)
async def tc_085_basic_auth(s: Scenario) -> None:
    """Refused without Authorization; with the right password > BootNotification, > Status."""
    await _authenticates(s)  # by a password of 20 characters
    await _authenticates(s.of(await s.another(password=secrets.token_hex(20))))


async def _authenticates(s: Scenario) -> None:
    charge_point = s.charge_point
    without = replace(charge_point.handshake, headers={})
    answer = await refused(s, without, "without a password the connection is refused")
    status = answer.status if isinstance(answer, Refused) else 0
    s.must(status == 401, "HTTP 401 comes in the place of the upgrade", answer)
    challenge = answer.headers.get("www-authenticate", "") if isinstance(answer, Refused) else ""
    s.beyond(challenge.lower().startswith("basic"), "WWW-Authenticate asks for Basic", challenge)
    await charge_point.connect(expectation="the right password opens the connection")
    await booted(s)
    await disconnected(s)
    await boot_recorded(s)
    wrong = charge_point.with_password(secrets.token_hex(10))
    await refused_beyond(s, wrong, "a wrong password is refused")
