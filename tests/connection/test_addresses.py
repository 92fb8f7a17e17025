from connection.addresses import address
from tests.connection.support import event


def test_a_charge_point_has_its_own_address_and_not_that_of_the_edge() -> None:
    request = event("connect")["requestContext"]
    assert (address(request), request["identity"]["sourceIp"]) == ("203.0.113.7", "130.176.1.2")


def test_a_connection_from_before_has_that_of_the_edge() -> None:
    request = event("disconnect")["requestContext"]
    del request["authorizer"]["address"]
    assert address(request) == "130.176.1.2"
