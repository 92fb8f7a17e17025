"""The bucket of files on moto, and what S3 tells of its objects."""

from datetime import datetime
from typing import Any

from tests.conftest import client
from tests.support import NOON

REGION = "eu-west-1"


class Bucket:
    def __init__(self) -> None:
        self._s3 = client("s3", REGION)
        place = {"LocationConstraint": REGION}
        self._s3.create_bucket(Bucket="files", CreateBucketConfiguration=place)

    def bring(self, key: str, content: bytes = b"log", at: datetime = NOON) -> dict[str, Any]:
        """Put an object; returns the record that S3 makes of it."""
        put = self._s3.put_object(Bucket="files", Key=key, Body=content)
        told = {"key": key, "size": len(content), "eTag": put["ETag"].strip('"')}
        time = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"eventSource": "aws:s3", "eventTime": time, "s3": {"object": told}}

    @property
    def keys(self) -> list[str]:
        listed = self._s3.list_objects_v2(Bucket="files")
        return [each["Key"] for each in listed.get("Contents", [])]
