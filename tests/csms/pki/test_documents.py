"""Documents with keys are read, and nothing in them is told when they are wrong."""

from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from csms.aws import clients
from csms.pki import documents
from csms.pki.documents import Part, Unusable


class Document(Part):
    keys: list[str]


@pytest.mark.parametrize("reference", ["", "ftp:x", "/a/path"])
def test_a_reference_that_leads_nowhere_has_no_document(reference: str) -> None:
    assert documents.read(reference, Document) is None


def test_it_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text('{"keys": ["K"]}')
    found = documents.read(f"file:{path}", Document)
    assert found
    assert found.keys == ["K"]
    with pytest.raises(Unusable, match="gone cannot be read: No such file"):
        documents.read(f"file:{tmp_path / 'gone'}", Document)


def test_it_may_be_a_secret() -> None:
    clients._client.cache_clear()
    with mock_aws():
        secrets = boto3.client("secretsmanager")
        arn = secrets.create_secret(Name="keys", SecretString='{"keys": ["K"]}')["ARN"]
        found = documents.read(f"secretsmanager:{arn}", Document)
        with pytest.raises(Unusable, match="the secret cannot be read"):
            documents.read(f"secretsmanager:{arn}-no-more", Document)
    clients._client.cache_clear()
    assert found
    assert found.keys == ["K"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("sesame", "JSON"),
        ("{}", "keys"),
        ('{"keys": [["sesame"]]}', "keys.0"),
        ('{"keys": [], "key": "sesame"}', "key"),
    ],
)
def test_a_wrong_document_is_told_without_its_secrets(
    text: str, where: str, tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text)
    with pytest.raises(Unusable, match=f"wrong at: {where}$") as failure:
        documents.read(f"file:{path}", Document)
    assert "sesame" not in str(failure.value)
    assert failure.value.__cause__ is None
