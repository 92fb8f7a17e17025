import pytest

from csms_tools.local.stack.stack import Stack
from tests.support import ROOT

GIVEN = {"OidcIssuer": "http://127.0.0.1/", "OidcAudience": "csms", "MinimumSecurityProfile": "0"}
ON = {"Files": "On", "DomainName": "csms.localhost"}


def load(**parameters: str) -> Stack:
    return Stack.load(ROOT / "template.yaml", GIVEN | parameters, files_url="http://here")


@pytest.mark.parametrize("protocol", ["http", "https"])
def test_the_place_of_files_is_here(protocol: str) -> None:
    stack = load(**ON, FilesProtocol=protocol, FileRetentionDays="7")
    assert stack.files
    assert (stack.files.bucket, stack.files.days) == ("FilesBucket", 7)
    assert stack.files.queue.id == "TaskQueue"
    told = stack.functions["Api"].environment
    assert (told["FILES_URL"], told["FILES_KEY"]) == ("http://here", stack.files.key)


def test_without_the_parameter_there_is_none() -> None:
    stack = load()
    assert stack.files is None
    assert stack.functions["Api"].environment["FILES_URL"] == ""
    allowed = stack.functions["Api"].policy.allows
    assert not allowed("s3:DeleteObject", "arn:aws:s3:::FilesBucket/images/1/a")


def test_a_function_deletes_what_it_may_and_reads_nothing() -> None:
    functions = load(**ON).functions
    where = "arn:aws:s3:::FilesBucket/"
    assert functions["Api"].policy.allows("s3:DeleteObject", f"{where}images/1/a")
    assert not functions["Api"].policy.allows("s3:DeleteObject", f"{where}uploads/1/a")
    assert functions["Tasks"].policy.allows("s3:DeleteObject", f"{where}uploads/1/a")
    assert not functions["Api"].policy.allows("s3:GetObject", f"{where}uploads/1/a")
    assert not functions["Heartbeat"].policy.allows("s3:GetObject", f"{where}uploads/1/a")
