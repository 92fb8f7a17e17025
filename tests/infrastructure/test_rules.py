"""What CloudFormation refuses before it makes anything, worked out as it does."""

import json
import re
import subprocess
from itertools import product
from typing import Any

import pytest

from csms_tools.local.stack.intrinsics import Resolver
from tests.support import ROOT, TEMPLATE

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1234"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:authority-AbCdEf"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234"
HASH = f"scrypt$16384$8$1${'0' * 32}${'0' * 64}"

FIRST = {"DomainName": "ocpp.example.com", "CertificateArn": CERTIFICATE}
ROOTS = {"ClientCaBucket": "roots", "ClientCaKey": "roots.pem"}
BUILT = "WhatMakeBuildHasBuilt"  # of template.yaml itself nothing is built
ISSUER = {"OidcIssuer": "https://id.example.com", "OidcAudience": "csms"}

WORKS: dict[str, dict[str, str]] = {
    "the least": {},
    "client certificates": ROOTS,
    "client certificates alone": ROOTS | {"MinimumSecurityProfile": "3"},
    "no TLS": {"MinimumSecurityProfile": "0"},
    "another issuer": ISSUER,
    "machines": {"MachineRole": "operator"},
    "strangers with a password": {"UnknownChargePoints": "Pending", "OnboardingPasswordHash": HASH},
    "strangers with a certificate": ROOTS | {"UnknownChargePoints": "Pending"},
    "an authority": ROOTS | {"CertificateAuthoritySecret": SECRET},
    "an authority in KMS": {
        "CertificateAuthoritySecret": SECRET,
        "CertificateAuthorityRsaKey": KEY,
        "CertificateAuthorityEcKey": KEY,
    },
    "provisioned capacity": {"TableCapacity": "Provisioned"},
    "a budget": {"MonthlyBudget": "100", "AlarmAddress": "olga@example.com"},
    "a second host": {"PasswordDomainName": "p.example.com", "PasswordCertificateArn": CERTIFICATE},
    "adopted tables": {"AdoptedStateTable": "state-1", "AdoptedHistoryTable": "history-1"},
}
CANNOT_WORK = [
    ({"PasswordDomainName": "p.example.com"}, "PasswordCertificateArn"),
    ({"OtherKeyDomainName": "p.example.com"}, "OtherKeyCertificateArn"),
    ({"OidcIssuer": "https://id.example.com"}, "OidcAudience"),
    (ISSUER | {"MachineRole": "operator"}, "MachineRole"),
    ({"ClientCaBucket": "roots"}, "ClientCaKey"),
    ({"ClientCaKey": "roots.pem"}, "ClientCaBucket"),
    (ROOTS | {"MinimumSecurityProfile": "0"}, "TLS alone"),
    (ROOTS | {"MinimumSecurityProfile": "1"}, "TLS alone"),
    ({"MinimumSecurityProfile": "3"}, "ClientCaBucket"),
    ({"UnknownChargePoints": "Pending"}, "OnboardingPasswordHash or a ClientCaBucket"),
    ({"MonthlyBudget": "100"}, "AlarmAddress"),
    ({"CertificateAuthorityRsaKey": KEY}, "CertificateAuthoritySecret"),
    ({"CertificateAuthorityEcKey": KEY}, "CertificateAuthoritySecret"),
    ({"TableCapacity": "Provisioned", "StateWarmWrites": "8000"}, "on demand"),
    ({"TableCapacity": "Provisioned", "HistoryWarmWrites": "8000"}, "on demand"),
    ({"AdoptedStateTable": "state-1"}, "AdoptedHistoryTable"),
    ({"AdoptedHistoryTable": "history-1"}, "AdoptedStateTable"),
    ({"AdoptedStateTable": "one", "AdoptedHistoryTable": "one"}, "two tables"),
]


def refusals(parameters: dict[str, str], unbuilt: str = "arm64") -> list[str]:
    """`unbuilt`: what `make build` has written in the place of that word."""
    declared = TEMPLATE["Parameters"]
    values = {name: str(it["Default"]) for name, it in declared.items() if "Default" in it}
    resolve = Resolver(TEMPLATE, values | FIRST | parameters, str, lambda *_: "")
    return [
        assertion["AssertDescription"]
        for rule in TEMPLATE["Rules"].values()
        if resolve(rule.get("RuleCondition", True))
        for assertion in rule["Assertions"]
        if not resolve(_marked(assertion["Assert"], unbuilt))
    ]


def _marked(assertion: Any, unbuilt: str) -> Any:
    return json.loads(json.dumps(assertion).replace('"unbuilt"', json.dumps(unbuilt)))


@pytest.mark.parametrize("parameters", WORKS.values(), ids=WORKS)
def test_what_works_is_let_through(parameters: dict[str, str]) -> None:
    assert refusals(parameters) == []


@pytest.mark.parametrize(("parameters", "told"), CANNOT_WORK)
def test_what_cannot_work_is_refused_with_what_is_missing(
    parameters: dict[str, str], told: str
) -> None:
    (sentence,) = refusals(parameters)
    assert told in sentence
    assert sentence.endswith(".")


def test_every_rule_refuses_something() -> None:
    refused = {sentence for parameters, _ in CANNOT_WORK for sentence in refusals(parameters)}
    refused |= {*refusals({}, "unbuilt")}
    stated = [
        one["AssertDescription"] for it in TEMPLATE["Rules"].values() for one in it["Assertions"]
    ]
    assert refused == {*stated}
    assert len(refused) == len(stated)


@pytest.mark.parametrize(("works", "more"), list(product(WORKS.values(), repeat=2)))
def test_what_works_alone_works_together_but_for_what_excludes_each_other(
    works: dict[str, str], more: dict[str, str]
) -> None:
    told = refusals(works | more)
    excluded = [one for one in told if "TLS alone" in one or "own user pool" in one]
    assert told == excluded


@pytest.mark.parametrize(
    ("issuer", "taken"),
    [
        ("https://id.example.com/realms/csms", True),
        ("http://127.0.0.1:8080/@issuer", True),
        ("http://127.0.0.1", True),
        ("http://id.example.com", False),
        ("http://localhost.example.com", False),
        ("id.example.com", False),
    ],
)
def test_an_issuer_is_reached_over_tls_or_is_that_of_this_machine(issuer: str, taken: bool) -> None:
    pattern = TEMPLATE["Parameters"]["OidcIssuer"]["AllowedPattern"]
    assert bool(re.fullmatch(pattern, issuer)) is taken


@pytest.mark.parametrize("rule", TEMPLATE["Rules"])
def test_a_rule_has_only_what_rules_may_have(rule: str) -> None:
    """Parameters and logic: conditions and resources are none of theirs."""

    def functions(value: Any) -> set[str]:
        if isinstance(value, list):
            return {name for each in value for name in functions(each)}
        if isinstance(value, dict):
            return {*value} | {name for each in value.values() for name in functions(each)}
        return set()

    whole = TEMPLATE["Rules"][rule]
    (assertion,) = whole["Assertions"]
    allowed = {"Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or", "Ref"}
    assert functions([whole.get("RuleCondition"), assertion["Assert"]]) <= allowed


@pytest.mark.parametrize(
    ("built", "architecture", "refused"),
    [
        ("arm64", "arm64", False),
        ("x86_64", "x86_64", False),
        ("arm64", "x86_64", True),
        ("unbuilt", "arm64", True),
        ("unbuilt", "x86_64", True),
    ],
)
def test_what_make_build_has_not_built_for_an_architecture_does_not_deploy_for_it(
    built: str, architecture: str, refused: bool
) -> None:
    told = refusals({"Architecture": architecture}, built)
    assert told == ([TEMPLATE["Rules"][BUILT]["Assertions"][0]["AssertDescription"]] * refused)


def test_make_build_marks_what_has_its_bytecode() -> None:
    dry = subprocess.run(
        ["make", "--dry-run", "build", "ARCHITECTURE=x86_64"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout
    building, marking = dry.index(" build --build-dir"), dry.index("unbuilt$/")
    assert building < dry.index("test ! -e .aws-sam/build/CsmsLayer/python") < marking
    assert "CSMS_PLATFORM=x86_64-manylinux" in dry
    assert r"s/^\( *- \)unbuilt$/\1x86_64/" in dry
