"""`sam deploy`, as an operator does it, to the emulator."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from csms_tools.rehearsal.deployed import Stack
from csms_tools.rehearsal.emulator import Aws
from csms_tools.rehearsal.linters import SAM
from csms_tools.rehearsal.programs import HERE, SCRATCH, run

STACK = "csms-rehearsal"
PARAMETERS = {
    "DomainName": "csms.example.com",
    "CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/0",
    "MachineRole": "admin",
    "AlarmAddress": "operators@example.com",
    "Files": "On",
    "ChargePointAccessLogs": "WithRole",
    "Architecture": HERE,
}


def sam_deploy(aws: Aws, template: Path, name: str, parameters: Mapping[str, str]) -> str:
    """By a file of parameters. Raises Broken."""
    file = SCRATCH / "parameters.yaml"
    file.write_text(yaml.safe_dump(dict(parameters)))
    return run(
        *(SAM / "sam", "deploy", "--template-file", template, "--stack-name", name),
        *("--resolve-s3", "--capabilities", "CAPABILITY_IAM", "--region", aws.region),
        *("--no-confirm-changeset", "--no-progressbar", "--no-fail-on-empty-changeset"),
        *("--parameter-overrides", f"file://{file}"),
        seconds=420,
        environment=aws.environment,
        folder=SCRATCH,
    )


def deploy(aws: Aws, template: Path, parameters: Mapping[str, str], name: str = STACK) -> Stack:
    """Raises Broken."""
    sam_deploy(aws, template, name, parameters)
    return Stack(aws, name, template, parameters)
