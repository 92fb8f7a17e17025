"""The template before the linters: SAM's, CloudFormation's, and one that looks at security."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from csms_tools.local.stack.template import translated
from csms_tools.rehearsal.emulator import REGION
from csms_tools.rehearsal.programs import ROOT, SCRATCH, run
from csms_tools.rehearsal.report import Part

EXCEPTIONS = Path(__file__).with_name("security.yaml")
SAM = ROOT / ".venv-sam" / "bin"
CHECKOV = ROOT / ".venv-checkov" / "bin" / "checkov"


@dataclass(frozen=True)
class Exempt:
    check: str
    of: str
    why: str


def exceptions(path: Path = EXCEPTIONS) -> list[Exempt]:
    return [Exempt(**one) for one in yaml.safe_load(path.read_text())]


@dataclass(frozen=True)
class Finding:
    check: str
    resource: str
    says: str


def judged(findings: Iterable[Finding], exempt: Sequence[Exempt]) -> tuple[list[str], list[str]]:
    """What is wrong, and which exceptions nothing needs."""
    used: set[Exempt] = set()
    wrong = []
    for finding in findings:
        fitting = [
            one
            for one in exempt
            if one.check == finding.check and re.fullmatch(one.of, finding.resource)
        ]
        used.update(fitting)
        if not fitting:
            wrong.append(f"{finding.check} {finding.resource}: {finding.says}")
    return sorted(wrong), [f"{one.check} {one.of}" for one in exempt if one not in used]


def findings(report: Any) -> list[Finding]:
    """Of checkov's JSON, which is a list where there is more than one kind of file."""
    reports = report if isinstance(report, list) else [report]
    return [
        Finding(one["check_id"], one["resource"].rpartition(".")[2], one["check_name"])
        for each in reports
        for one in each["results"]["failed_checks"]
    ]


def lint(part: Part) -> None:
    """Raises Broken."""
    run(SAM / "cfn-lint", "template.yaml", seconds=300)
    part.checked.append("cfn-lint has nothing to say")
    path = {"PATH": f"{ROOT / '.venv' / 'bin'}:/usr/bin:/bin", "SAM_CLI_TELEMETRY": "0"}
    here = {"AWS_DEFAULT_REGION": REGION}
    run(SAM / "sam", "validate", "--lint", seconds=300, environment=path | here)
    part.checked.append("nor has sam validate --lint")
    parameters = {
        "DomainName": "csms.example.com",
        "CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/0",
    }
    plain = SCRATCH / "cloudformation.json"
    plain.write_text(json.dumps(translated(ROOT / "template.yaml", parameters, REGION), indent=1))
    words = ["--framework", "cloudformation", "--output", "json", "--quiet", "--compact"]
    said = run(*(CHECKOV, "--file", plain, "--skip-download"), *words, seconds=300, codes=(0, 1))
    exempt = exceptions()
    found = findings(json.loads(said))
    wrong, unneeded = judged(found, exempt)
    part.check("checkov, on the template as SAM translates it, but for what is exempt", wrong)
    part.check("every exception from it is needed", unneeded)
    part.left_open += [
        "what linters know no rule for",
        f"{len(found)} findings that are exempt by {len(exempt)} rules, each with its reason in"
        " tools/csms_tools/rehearsal/security.yaml",
    ]
