import json
from pathlib import Path
from typing import Any

import pytest

from api.console.settings import PARAMETERS
from csms import __version__
from csms_tools.local.stack.stack import Stack
from csms_tools.template_parameters import HARMLESS, SECRETIVE
from tests.api.support import Answered, ask
from tests.support import ROOT, TEMPLATE

SENTINEL = "scrypt$16384$8$1$00112233445566778899aabbccddeeff$" + "5e" * 32
ACCOUNT = "arn:aws:{}:eu-central-1:123456789012:{}"
CERTIFICATE = f"arn:aws:acm:us-east-1:123456789012:certificate/{'0' * 36}"
NEEDED = {
    "DomainName": "ocpp.example",
    "CertificateArn": CERTIFICATE,
    "OidcIssuer": "https://issuer.example",
    "OidcAudience": "csms",
}
SECRETS = {
    "OnboardingPasswordHash": SENTINEL,
    "CertificateAuthoritySecret": ACCOUNT.format("secretsmanager", "secret:authority-5e5e"),
    "CertificateAuthorityRsaKey": ACCOUNT.format("kms", "key/rsa-5e5e"),
    "CertificateAuthorityEcKey": ACCOUNT.format("kms", "key/ec-5e5e"),
    "FirmwareSigningSecret": ACCOUNT.format("secretsmanager", "secret:signer-5e5e"),
}
LONG = {
    "DomainName": f"{'charge-points.' * 3}operator.example",
    "CertificateArn": CERTIFICATE,
    "PasswordDomainName": f"{'passwords.' * 4}operator.example",
    "PasswordCertificateArn": CERTIFICATE,
    "OtherKeyDomainName": f"{'passwords.' * 4}operator.example",
    "OtherKeyCertificateArn": CERTIFICATE,
    "OidcIssuer": f"https://login.operator.example/{'0' * 36}/v2.0",
    "OidcAudience": "0" * 36,
    "ClientCaBucket": "b" * 63,
    "ClientCaKey": "roots/of/charge-points.pem",
    "RoleClaim": "https://operator.example/claims/roles",
    "RolesOfGroups": ",".join(f"Operations department {number}=operator" for number in range(6)),
    "ConsoleUrl": "https://console.charge-points.operator.example",
    "ConsoleClientId": "0" * 36,
    "ConsoleOrigins": "https://login.operator.example,https://tokens.operator.example",
    "AllowedOrigins": "https://desk.operator.example,https://intranet.operator.example",
    "CpoName": "n" * 64,
    "AlarmAddress": "alarms-of-charge-points@operator.example",
    "Files": "On",
    **SECRETS,
}
MOST = 4096  # bytes of names and values, says Lambda
OF_THE_CLOUD = 500  # bytes by which names of resources are longer there than on a desk


def environment(**parameters: str) -> dict[str, str]:
    """That of the API's function, deployed with these parameters."""
    stack = Stack.load(ROOT / "template.yaml", NEEDED | parameters)
    return dict(stack.functions["Api"].environment)


def asked(monkeypatch: pytest.MonkeyPatch, **parameters: str) -> Answered:
    for name, value in environment(**parameters).items():
        if not name.startswith("POWERTOOLS"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("ROLE_CLAIM", "cognito:groups")
    return ask("GET", "/settings")


def settings(answered: Answered) -> dict[str, Any]:
    return {one["name"]: one for group in answered.json["groups"] for one in group["settings"]}


@pytest.mark.parametrize("role", ["viewer", "operator", None])
def test_admins_alone_read_them(role: str | None) -> None:
    assert ask("GET", "/settings", role=role).status == 403


def test_every_parameter_is_told_with_its_description(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = asked(monkeypatch)
    told = settings(answered)
    assert answered.json["version"] == __version__
    assert {name: one["description"] for name, one in told.items()} == {
        name: declared["Description"] for name, declared in TEMPLATE["Parameters"].items()
    }


def test_a_parameter_has_the_value_that_was_deployed(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "CallTimeout": "45",
        "Stage": "other",
        "AlarmAddress": "alarms@example.com",
        "SnapStart": "PublishedVersions",
        "RolesOfGroups": "CSMS Admins=admin,Field Service=operator",
        "MeterRetentionDays": "0",
        "TableCapacity": "Provisioned",
        "StateMinimumUnits": "75",
        "LargestUploadMegabytes": "7",
    }
    told = settings(asked(monkeypatch, **given))
    assert {name: told[name]["value"] for name in given} == given
    assert (told["CallTimeout"]["default"], told["HeartbeatInterval"]["value"]) == ("30", "300")
    assert not told["CpoName"]["isSet"]
    assert "value" not in told["CpoName"]


def test_values_stand_in_the_order_of_the_groups() -> None:
    variables = TEMPLATE["Resources"]["Api"]["Properties"]["Environment"]["Variables"]
    text, own = variables["OTHER_PARAMETERS"]["Fn::Sub"]
    groups = json.loads(PARAMETERS.read_text())
    others = [one for group in groups for one in group["parameters"] if "variable" not in one]
    standing = [line.strip("${}") for line in text.splitlines()]
    assert len(standing) == len(others)
    for name, one in zip(standing, others, strict=True):
        assert name == one["name"] or (name in own and one["hidden"])


def test_a_value_may_say_whose_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is then none of those that are told by their place."""
    in_place = environment()["OTHER_PARAMETERS"].splitlines()
    places = [*in_place[1:], "DomainName=named.example"]
    monkeypatch.setenv("OTHER_PARAMETERS", "\n".join(places) + "\n")
    told = settings(ask("GET", "/settings"))
    assert told["DomainName"]["value"] == "named.example"
    assert told["Stage"]["value"] == "ocpp"


def test_every_default_is_told_as_the_template_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = settings(asked(monkeypatch))
    for name, declared in TEMPLATE["Parameters"].items():
        if name not in SECRETS and name not in NEEDED and name != "RoleClaim":
            default = str(declared["Default"])
            assert told[name].get("default", "") == told[name].get("value", "") == default


def test_no_secret_is_told_nor_given_to_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = TEMPLATE["Parameters"]
    may_be = {
        name for name in declared if "NoEcho" in declared[name] or SECRETIVE.search(name)
    } - HARMLESS
    assert may_be == SECRETS.keys()
    answered = asked(monkeypatch, **SECRETS)
    told = settings(answered)
    for name, secret in SECRETS.items():
        assert (told[name]["hidden"], told[name]["isSet"]) == (True, True)
        assert "value" not in told[name]
        assert secret not in answered.text
        assert secret not in environment(**SECRETS)["OTHER_PARAMETERS"]
    assert "5e5e" not in answered.text
    without = settings(asked(monkeypatch))
    assert not any(without[name]["isSet"] for name in SECRETS)


def test_whatever_else_the_function_knows_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    of_parameters = {
        variable
        for variable, value in TEMPLATE["Resources"]["Api"]["Properties"]["Environment"][
            "Variables"
        ].items()
        if value.keys() == {"Ref"} and value["Ref"] in TEMPLATE["Parameters"]
    }
    for name in environment():
        of_all = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"].get(name)
        own = name in of_parameters or (
            isinstance(of_all, dict) and of_all.get("Ref") in TEMPLATE["Parameters"]
        )
        if not own and name not in ("OTHER_PARAMETERS", "MACHINE_CLIENT"):
            monkeypatch.setenv(name, "5e5e-of-this-function-alone")
    assert "5e5e" not in ask("GET", "/settings").text


def test_the_environment_stays_below_what_lambda_takes() -> None:
    given = environment(**LONG)
    size = sum(len(name.encode()) + len(value.encode()) for name, value in given.items())
    assert size + OF_THE_CLOUD < MOST


def test_the_list_goes_to_aws_with_the_function() -> None:
    assert (Path(ROOT) / "functions" / "api" / "console" / "parameters.json").is_file()
