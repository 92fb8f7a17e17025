"""What the CSMS may do on its own at a charge point, as operators see it."""

from typing import Any

from api.http.models import View
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.provisioning import SWITCHES, Settings

ON_ITS_OWN: dict[str, object] = {
    "certificateRenewal": False,
    "configurationAfterBoot": True,
    "localListInStep": False,
    "profilesAfterBoot": False,
    "statusAfterReconnect": False,
    "automaticDistance": 900,
}


class _Identified(View):
    id: str  # which is shown first


class Automatic(_Identified):
    """What the CSMS may do on its own, and how many seconds lie between two times at least."""

    certificate_renewal: bool
    configuration_after_boot: bool
    local_list_in_step: bool
    profiles_after_boot: bool
    status_after_reconnect: bool
    automatic_distance: int | None = None


def automatic(stored: ChargePoint) -> dict[str, Any]:
    """The members of `Automatic`, but its id."""
    settings = Settings.of(stored)
    return {name: getattr(settings, name) for name in (*SWITCHES, "automatic_distance")}
