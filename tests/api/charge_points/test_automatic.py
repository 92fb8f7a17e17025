import pytest

from csms.store.commands.automatisms import Automatism
from csms.store.table import fetch, perform
from tests.api.charge_points.support import stored
from tests.api.support import ask
from tests.support import Sockets

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def sockets(sockets: Sockets) -> Sockets:
    return sockets


AUTOMATIC = (
    "certificateRenewal",
    "configurationAfterBoot",
    "localListInStep",
    "profilesAfterBoot",
    "statusAfterReconnect",
)


@pytest.mark.parametrize("name", AUTOMATIC)
def test_what_is_done_on_its_own_is_off_until_it_is_switched_on(name: str) -> None:
    created = ask("POST", "/charge-points", body={"id": "A", "securityProfile": 0})
    assert [created.json[one] for one in AUTOMATIC] == [False] * 5
    etag = created.headers["etag"]
    on = {name: True, "automaticDistance": 60}
    changed = ask("PATCH", "/charge-points/A", body=on, headers={"if-match": etag})
    assert changed.json == created.json | on
    assert stored("A").switched_on == {name}
    assert ask("PATCH", "/charge-points/A", body=on, headers={"if-match": etag}).status == 412
    off = ask("PATCH", "/charge-points/A", body={name: False, "automaticDistance": None})
    assert off.json == created.json
    assert stored("A").automatic is None
    entries = [one["details"] for one in ask("GET", "/audit").json["items"]]
    told = [
        {"changed": {name: False, "automaticDistance": None}},
        {"changed": on},
        {"created": {"securityProfile": 0, "registration": "Accepted"}},
    ]
    assert sorted(entries, key=str) == sorted(told, key=str)


@pytest.mark.parametrize("distance", [0, 86_401, True, "900"])
def test_a_distance_is_a_second_to_a_day(distance: object) -> None:
    body = {"id": "A", "securityProfile": 0, "automaticDistance": distance}
    answer = ask("POST", "/charge-points", body=body)
    assert (answer.status, answer.fields) == (400, ["automaticDistance"])


def test_a_new_charge_point_of_the_same_name_has_nothing_of_the_one_before() -> None:
    body = {"id": "A", "securityProfile": 0} | dict.fromkeys(AUTOMATIC, True)
    assert ask("POST", "/charge-points", body=body).json.items() >= body.items()
    noted = Automatism.of("A", "configurationAfterBoot")
    noted.refused_by = "1.0"
    perform(noted.written())
    ask("DELETE", "/charge-points/A")
    ask("POST", "/charge-points", body={"id": "A", "securityProfile": 0})
    assert stored("A").switched_on == frozenset()
    (gone,) = fetch(Automatism.of("A", "configurationAfterBoot"))
    assert gone is None
