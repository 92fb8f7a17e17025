"""Which permissions the tests have used: what a function may do beyond them is too much.

Each process in which tests have called handlers tells it (see tests/acting.py), and no running
system: what one of those asks for may hang on which of two was faster. Only the whole suite can
judge: a part of it cannot know.
"""

import json
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from csms_tools.local.permissions.judge import Judge, Used
from csms_tools.local.stack.stack import Stack

FOLDER = "CSMS_TESTS_USED_PERMISSIONS"

Permission = tuple[str, str, str]  # function, action, resource

_POLLER = "Lambda's poller of the queue asks with the function's role, and no code of ours"

NEEDED: Mapping[Permission, str] = {
    ("Tasks", f"sqs:{action}", "arn:aws:sqs:eu-west-1:000000000000:TaskQueue"): _POLLER
    for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
}
"""What AWS itself does in a function's name, so that no test can come there, and why."""

CERTIFICATE = "arn:aws:acm:us-east-1:000000000000:certificate/0"
EVERYTHING = {
    "CertificateAuthoritySecret": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:authority*",
    "CertificateAuthorityRsaKey": "arn:aws:kms:eu-west-1:123456789012:key/*",
    "CertificateAuthorityEcKey": "arn:aws:kms:eu-west-1:123456789012:key/*",
    "FirmwareSigningSecret": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:signer*",
    "PasswordDomainName": "password.example",
    "PasswordCertificateArn": CERTIFICATE,
    "OtherKeyDomainName": "other.example",
    "OtherKeyCertificateArn": CERTIFICATE,
    "Files": "On",
}
"""Parameters with which every condition of a policy holds."""


@cache
def judge() -> Judge:
    """Of all that functions may ever do; what was used in this process is its own."""
    template = Path(__file__).parent.parent / "template.yaml"
    return Stack.load(template, EVERYTHING).judge()


def note_of_process() -> None:
    if judge.cache_info().currsize and FOLDER in os.environ:
        note = Path(os.environ[FOLDER]) / f"{uuid4()}.json"
        note.write_text(json.dumps(sorted(judge().used)))


def used_in(folder: Path) -> Used:
    return {
        (function, action, resource)
        for file in folder.iterdir()
        for function, action, resource in json.loads(file.read_text())
    }


def never_used(judge: Judge, used: Used) -> list[Permission]:
    """What policies list, nobody has used, and AWS does not need."""
    return sorted(set(judge.unused(used)) - NEEDED.keys())


def report(permissions: Iterable[Permission]) -> list[str]:
    return [
        f"{function} may {action} on {resource}: no test has made it do so"
        for function, action, resource in permissions
    ]


LEFT_OUT = ("deselect", "ignore", "ignore_glob", "lf", "collectonly")
"""Options that leave tests out, beside those for which `is_whole` has more to say."""


def is_whole(config: pytest.Config) -> bool:
    """Whether all tests run that run where nobody says otherwise."""
    told: list[str] = config.getini("addopts")
    usual = told[told.index("-m") + 1]
    option: Any = config.option
    return (
        config.args_source is pytest.Config.ArgsSource.TESTPATHS
        and option.markexpr == usual
        and not option.keyword
        and not any(getattr(option, name, None) for name in LEFT_OUT)
    )
