"""A charge point has booted, or is connected again: what it is then asked and told on its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from csms.domain.automatisms import to_send_again
from csms.domain.switches import CONFIGURATION, LIST, LIST_VERSION, PROFILES, STATUS
from csms.store.commands import charging_profiles
from csms.store.commands.automatisms import Automatism
from csms.store.commands.wanted_lists import WantedList
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from csms.store.table import StateItem, fetch, when
from workflows.automatisms import Step, Task, run
from workflows.list_in_step import keep_in_step

YOUNG = timedelta(seconds=10)  # a connection over which a boot may yet be told


def after_boot(charge_point_id: str, at: datetime, *, waited: str = "") -> None:
    """The last boot counts, whichever brought the task; `waited`: what this task is for, if so."""
    names = (CONFIGURATION, LIST_VERSION, PROFILES)
    stubs: Sequence[StateItem] = [Automatism.of(charge_point_id, name) for name in names]
    charge_point, wanted, *found = fetch(
        ChargePoint.of(charge_point_id), WantedList.of(charge_point_id), *stubs
    )
    if not isinstance(charge_point, ChargePoint) or charge_point.status != "Accepted":
        return
    if charge_point.booted_at is None:
        return
    for stub, last in zip(stubs, found, strict=True):
        assert isinstance(stub, Automatism)
        last = last if isinstance(last, Automatism) else stub
        if last.switch not in charge_point.switched_on:
            continue
        steps = _steps(last.name, charge_point, wanted is not None, at)
        task: Task = {"task": "booted", "chargePointId": charge_point_id, "for": last.name}
        task["waited"] = waited == last.name
        run(last, charge_point, f"boot {when(charge_point.booted_at)}", steps, task, at)


def _steps(
    name: str, charge_point: ChargePoint, has_list: bool, at: datetime
) -> Mapping[str, Step]:
    if name == CONFIGURATION:
        return {"all": Step("GetConfiguration", {})}
    if name == LIST_VERSION:  # the task that its end leads to keeps the list in step
        return {"version": Step("GetLocalListVersion", {})} if has_list else {}
    assert charge_point.booted_at
    stored = charging_profiles.of_charge_point(charge_point.charge_point_id)
    return {
        str(one.charging_profile_id): Step(
            "SetChargingProfile",
            {"connectorId": one.connector_id, "csChargingProfiles": one.profile},
        )
        for one in to_send_again(stored, charge_point.booted_at, at)
    }


def after_reconnect(charge_point_id: str, at: datetime, *, waited: bool = False) -> None:
    """Nothing if it has booted since: then it says by itself how it stands."""
    charge_point, connection, last = fetch(
        ChargePoint.of(charge_point_id),
        Connection.of(charge_point_id),
        Automatism.of(charge_point_id, STATUS),
    )
    if charge_point is None or charge_point.status != "Accepted" or connection is None:
        return
    booted_at, connected_at = charge_point.booted_at, connection.connected_at
    if booted_at is None or booted_at >= connected_at or at - connected_at < YOUNG:
        return
    if STATUS in charge_point.switched_on:
        last = last or Automatism.of(charge_point_id, STATUS)
        steps = {"all": Step("TriggerMessage", {"requestedMessage": "StatusNotification"})}
        task = {"task": "reconnected", "chargePointId": charge_point_id, "waited": waited}
        run(last, charge_point, f"connection {when(connected_at)}", steps, task, at)
    if LIST in charge_point.switched_on:
        keep_in_step(charge_point_id, at)
