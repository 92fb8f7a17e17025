"""The secrets that AWS would generate: random once, then kept beside the other data."""

import json
import re
import secrets
import string
from collections.abc import Mapping
from pathlib import Path

from csms_tools.local.stack.resources import Resources
from csms_tools.local.stack.template import Properties, TemplateError

_REFERENCE = re.compile(r"\{\{resolve:(?P<service>[a-z-]+):(?P<rest>[^}]*)\}\}")
_LENGTH = 32


def secret_values(resources: Resources, data: Path | None) -> Mapping[str, str]:
    """The value of every secret of the template, by its logical id."""
    file = data / "secrets.json" if data else None
    kept: dict[str, str] = json.loads(file.read_text()) if file and file.exists() else {}
    values = {
        id: kept.get(id) or _generated(resources.resolve(properties))
        for id, properties in resources.of("AWS::SecretsManager::Secret")
    }
    if file and values != kept:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(values))
        fresh.replace(file)
    return values


def with_secrets(value: str, by_name: Mapping[str, str]) -> str:
    """Resolve dynamic references; `by_name` has the secrets by name and by ARN."""
    return _REFERENCE.sub(lambda match: _referred(match, by_name), value)


def _referred(match: re.Match[str], by_name: Mapping[str, str]) -> str:
    # secretsmanager:<name or ARN>[:SecretString[:<key>[:<stage>[:<version>]]]]
    if match["service"] == "secretsmanager":
        for name, value in by_name.items():
            if f"{match['rest']}:".startswith(f"{name}:"):
                key = [*match["rest"][len(name) :].split(":"), "", "", ""][2]
                return str(json.loads(value)[key]) if key else value
    raise TemplateError(f"{match[0]} is not known here")


def _generated(properties: Properties) -> str:
    if "SecretString" in properties:
        return str(properties["SecretString"])
    how = properties.get("GenerateSecretString", {})
    # fewer kinds of characters than AWS takes, so that the template may exclude any punctuation
    excluded = set(how.get("ExcludeCharacters", ""))
    alphabet = [c for c in string.ascii_letters + string.digits if c not in excluded]
    length = int(how.get("PasswordLength", _LENGTH))
    value = "".join(secrets.choice(alphabet) for _ in range(length))
    if "GenerateStringKey" in how:
        whole = json.loads(how.get("SecretStringTemplate", "{}"))
        return json.dumps({**whole, how["GenerateStringKey"]: value})
    return value
