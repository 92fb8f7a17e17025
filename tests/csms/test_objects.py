import pytest
from botocore.exceptions import ClientError

from csms import objects
from tests.files import Bucket

KEY = "uploads/1/log.txt"


@pytest.fixture
def bucket(store: None) -> Bucket:
    return Bucket()


def test_an_object_is_deleted_and_once_more(bucket: Bucket) -> None:
    bucket.bring(KEY)
    objects.delete(KEY)
    objects.delete(KEY)
    assert bucket.keys == []


def test_a_failure_is_told(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILES_BUCKET", "another")
    with pytest.raises(ClientError):
        objects.delete(KEY)
