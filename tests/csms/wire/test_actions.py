from csms.wire.actions import CENTRAL_SYSTEM_ACTIONS, CHARGE_POINT_ACTIONS
from outbound import COMMANDS
from tests.actions import ACTIONS
from tests.test_schemas import OFFICIAL


def test_every_action_of_ocpp_is_for_one_side_to_call() -> None:
    assert set(ACTIONS) == CHARGE_POINT_ACTIONS, "and each has its route"
    names = {path.stem.removesuffix("Response") for path in OFFICIAL.glob("*.json")}
    assert set(ACTIONS) | CENTRAL_SYSTEM_ACTIONS == names
    assert set(ACTIONS) & CENTRAL_SYSTEM_ACTIONS == set()
    assert set(COMMANDS) == CENTRAL_SYSTEM_ACTIONS | {"DataTransfer"}
