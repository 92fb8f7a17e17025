"""ETag and If-Match: two operators do not overwrite each other unseen (RFC 9110 §13.1.1)."""

from api.http.problems import Problem


def etag(version: int | None) -> str:
    """Of what no operator has changed yet there is no version."""
    return f'"{version or 0}"'


def must_match(if_match: str | None, version: int | None) -> None:
    """Raises Problem 412; without If-Match, or with `*`, anything that is there matches."""
    if if_match is None or if_match.strip() == "*":
        return
    if etag(version) not in (tag.strip() for tag in if_match.split(",")):
        raise overtaken()


def overtaken() -> Problem:
    return Problem(412, "it has been changed since you read it")
