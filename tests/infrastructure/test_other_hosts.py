"""Hosts beside the first: the same door, but for the one thing that each is there for."""

import re
from copy import deepcopy
from typing import Any

import pytest

from tests.infrastructure.template import RESOURCES, TEMPLATE

HOSTS = {"PasswordDistribution": "Password", "OtherKeyDistribution": "OtherKey"}
OWN = ("Aliases", "Comment", "ViewerCertificate")


def config(logical_id: str) -> dict[str, Any]:
    found: dict[str, Any] = RESOURCES[logical_id]["Properties"]["DistributionConfig"]
    return deepcopy(found)


def without_files(first: dict[str, Any]) -> dict[str, Any]:
    origin, files = first["Origins"]
    assert files["Fn::If"][0] == first.pop("CacheBehaviors")["Fn::If"][0] == "FilesAreOn"
    return {**first, "Origins": [origin]}


@pytest.mark.parametrize("logical_id", HOSTS)
def test_another_host_has_the_same_edge_and_shows_the_same_secret(logical_id: str) -> None:
    first, other = without_files(config("Distribution")), config(logical_id)
    for each in (first, other):
        for name in OWN:
            del each[name]
    asked = first["ViewerMtlsConfig"]
    if logical_id == "PasswordDistribution":
        del first["ViewerMtlsConfig"]
        del other["Origins"][0]["OriginCustomHeaders"][0]
    assert other == first
    assert asked["Fn::If"][0] == "ClientCertificates"
    assert RESOURCES[logical_id]["DependsOn"] == RESOURCES["Distribution"]["DependsOn"]


def test_where_no_certificate_is_verified_nobody_says_that_one_was() -> None:
    """What CloudFront adds on its way to the origin takes the place of a viewer's own header."""
    (origin,) = config("PasswordDistribution")["Origins"]
    denied = {"HeaderName": "x-client-cert-present", "HeaderValue": "false"}
    assert denied in origin["OriginCustomHeaders"]
    for logical_id in ("Distribution", "OtherKeyDistribution"):
        assert denied not in config(logical_id)["Origins"][0]["OriginCustomHeaders"]


@pytest.mark.parametrize(("logical_id", "name"), HOSTS.items())
def test_it_has_a_name_and_a_certificate_of_its_own(logical_id: str, name: str) -> None:
    other, first = config(logical_id), config("Distribution")
    assert other["Aliases"] == [{"Ref": f"{name}DomainName"}]
    certificate = {
        **first["ViewerCertificate"],
        "AcmCertificateArn": {"Ref": f"{name}CertificateArn"},
    }
    assert other["ViewerCertificate"] == certificate


@pytest.mark.parametrize(("logical_id", "name"), HOSTS.items())
def test_it_is_there_only_where_it_is_named(logical_id: str, name: str) -> None:
    assert RESOURCES[logical_id]["Condition"] == f"{name}Host"
    named = {"Fn::Not": [{"Fn::Equals": [{"Ref": f"{name}DomainName"}, ""]}]}
    assert TEMPLATE["Conditions"][f"{name}Host"] == named
    for parameter in (f"{name}DomainName", f"{name}CertificateArn"):
        assert TEMPLATE["Parameters"][parameter]["Default"] == ""
    outputs = [output for key, output in TEMPLATE["Outputs"].items() if key.startswith(name)]
    assert [output["Condition"] for output in outputs] == [f"{name}Host"] * 2


@pytest.mark.parametrize("name", HOSTS.values())
def test_a_name_needs_its_certificate_before_anything_is_made(name: str) -> None:
    rule = TEMPLATE["Rules"][f"CertificateOfThe{name}Host"]
    assert rule["RuleCondition"] == TEMPLATE["Conditions"][f"{name}Host"]
    (assertion,) = rule["Assertions"]
    has_one = {"Fn::Not": [{"Fn::Equals": [{"Ref": f"{name}CertificateArn"}, ""]}]}
    assert assertion["Assert"] == has_one


@pytest.mark.parametrize("name", HOSTS.values())
@pytest.mark.parametrize("kind", ["DomainName", "CertificateArn"])
def test_what_is_taken_for_the_first_host_is_taken_for_it_too_or_nothing(
    name: str, kind: str
) -> None:
    first = TEMPLATE["Parameters"][kind]["AllowedPattern"].strip("^$")
    own = TEMPLATE["Parameters"][f"{name}{kind}"]["AllowedPattern"]
    assert own == f"^({first})?$"
    assert re.search(own, "")
