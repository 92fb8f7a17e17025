"""Objects in the bucket of files: charge points and operators bring them, we only delete."""

from botocore.exceptions import ClientError

from csms import settings
from csms.aws import clients

_NO_LONGER_THAT = frozenset({"NoSuchKey", "PreconditionFailed", "404", "412"})


def delete(key: str, etag: str | None = None) -> None:
    """With `etag` only while it is still that content: another may have come over it."""
    request = {"Bucket": settings.files_bucket(), "Key": key}
    if etag is not None:
        request["IfMatch"] = etag
    try:
        clients.client("s3").delete_object(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NO_LONGER_THAT:
            raise
