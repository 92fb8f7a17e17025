"""Documents that have keys, in JSON: `file:<path>` on a desk, `secretsmanager:<ARN>` in AWS."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel, ConfigDict, ValidationError

from csms.aws import clients


class Unusable(Exception):
    """In words for an operator, without a secret."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


Document = TypeVar("Document", bound=Part)


def read(reference: str, model: type[Document]) -> Document | None:
    """None where the reference leads nowhere. Raises Unusable."""
    scheme, _, place = reference.partition(":")
    if scheme not in _SOURCES:
        return None
    try:
        return model.model_validate_json(_SOURCES[scheme](place))
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, each["loc"])) or "JSON" for each in error.errors())
        raise Unusable(f"the document is wrong at: {wrong}") from None


def _file(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}") from error


def _secret(arn: str) -> str:
    try:
        answer = clients.client("secretsmanager").get_secret_value(SecretId=arn)
    except (ClientError, BotoCoreError) as error:
        raise Unusable(f"the secret cannot be read: {error}") from error
    return str(answer.get("SecretString", ""))


_SOURCES: dict[str, Callable[[str], str]] = {"file": _file, "secretsmanager": _secret}
