"""ChangeConfiguration (§5.3) and GetConfiguration (§5.8), and what a changed key changes."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from ocpp.v16 import call, call_result
from ocpp.v16.enums import CertificateUse, ConfigurationStatus

from csms_tools.charge_point.body import lifecycle, metering, registration, security
from csms_tools.charge_point.body.body import Body
from csms_tools.charge_point.conversation.answers import Answer, Declined
from csms_tools.charge_point.settings import Quirk
from csms_tools.charge_point.tasks import FollowUp


def get_configuration(cp: Body, request: call.GetConfiguration) -> Answer:
    names = request.key or []
    if len(names) > cp.configuration.number("GetConfigurationMaxKeys"):
        raise Declined("OccurenceConstraintViolation", "more keys than GetConfigurationMaxKeys")
    listing = cp.configuration.listing(names)
    return Answer(call_result.GetConfiguration(listing.known or None, listing.unknown or None))


def change_configuration(cp: Body, request: call.ChangeConfiguration) -> Answer:
    key = request.key.casefold()
    if key == "securityprofile" and not may_upgrade(cp, request.value):
        return Answer(call_result.ChangeConfiguration(ConfigurationStatus.rejected))
    status = cp.configuration.change(request.key, request.value)
    accepted = status == ConfigurationStatus.accepted
    then = _consequence(cp, key) if accepted else None
    return Answer(call_result.ChangeConfiguration(status), then)


def may_upgrade(cp: Body, value: str) -> bool:
    """Only upwards, and only to what the charge point has the means for (A05, C-41)."""
    now = cp.configuration.number("SecurityProfile")
    if value not in ("1", "2", "3") or int(value) <= now:
        return False
    wanted = int(value)
    secured = cp.access.secure or cp.settings.endpoints.get(wanted, "").startswith("wss")
    if wanted >= 2 and not (
        secured and cp.trust.roots(CertificateUse.central_system_root_certificate)
    ):
        return False
    if wanted == 3:
        return cp.access.certificate is not None
    return cp.access.password is not None


def _consequence(cp: Body, key: str) -> FollowUp | None:
    if key == "authorizationkey":
        return _new_key(cp, cp.configuration.text(key))
    if key == "securityprofile" and Quirk.UPGRADE_AT_ONCE in cp.settings.quirks:
        return partial(lifecycle.upgrade, cp)
    restarts: dict[str, Callable[[], None]] = {
        "heartbeatinterval": lambda: registration.start_loops(cp),
        "metervaluesampleinterval": lambda: _resample(cp),
        "clockaligneddatainterval": lambda: metering.align(cp),
    }
    if key not in restarts:
        return None

    async def restart() -> None:
        restarts[key]()

    return restart


def _new_key(cp: Body, told: str) -> FollowUp | None:
    """It comes back with the new password (073), where it shows one."""
    quirks, profile = cp.settings.quirks, cp.access.security_profile
    password = told.encode() if Quirk.KEY_AS_TEXT in quirks else bytes.fromhex(told)
    keeps_to = cp.access.profile
    if profile in (0, 3):
        keeps_to = None if Quirk.KEY_AT_ONCE in quirks else profile
    cp.access = replace(cp.access, password=password, profile=keeps_to)
    security.log(cp, "ReconfigurationOfSecurityParameters", "AuthorizationKey")
    return partial(lifecycle.reconnect, cp) if cp.access.headers else None


def _resample(cp: Body) -> None:
    for connector in cp.charging:
        metering.sample(cp, connector.number)
