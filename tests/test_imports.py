"""What a function imports before its first message: cold-start time that somebody waits for."""

import os
import subprocess
import sys

import pytest

from tests.support import RESOURCES, ROOT

HOT = sorted(
    resource["Properties"]["Handler"].removesuffix(".handler")
    for resource in RESOURCES.values()
    if resource["Type"] == "AWS::Serverless::Function"
    and resource["Properties"]["Handler"].startswith(("inbound.", "connection."))
)
FORBIDDEN = (
    "aws_lambda_powertools",
    "boto3",
    "botocore.auth",
    "botocore.client",
    "botocore.session",
    "cryptography",
    "csms.wire.charging_profiles",
    "http.client",
    "pynamodb.connection",
    "pynamodb.models",
    "requests",
    "urllib3",
)
LISTING = """
import gc, os, sys
from importlib import import_module
def collections():
    return sum(each["collections"] for each in gc.get_stats())
for name in sys.argv[1:]:
    read, write = os.pipe()
    if not os.fork():
        import csms
        before = collections()
        import_module(name)
        os.write(write, " ".join([str(collections() - before), *sys.modules]).encode())
        os._exit(0)
    os.close(write)
    os.wait()
    print(name, os.fdopen(read).read())
"""


@pytest.fixture(scope="module")
def started() -> dict[str, list[str]]:
    """How often garbage was looked for and what was imported, each in a process of its own."""
    paths = [str(ROOT / "functions"), str(ROOT / "layers/csms")]
    listed = subprocess.run(
        [sys.executable, "-c", LISTING, *HOT],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "AWS_LAMBDA_FUNCTION_NAME": "hot"},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line.split() for line in listed.stdout.splitlines())
    return {name: told for name, *told in lines}


@pytest.mark.parametrize("function", HOT)
def test_a_hot_function_imports_nothing_that_is_forbidden(
    function: str, started: dict[str, list[str]]
) -> None:
    _, *imported = started[function]
    assert not set(imported).intersection(FORBIDDEN)
    assert "csms.aws.http" in imported, "the list is that of a whole import"


@pytest.mark.parametrize("function", HOT)
def test_a_start_looks_for_no_garbage(function: str, started: dict[str, list[str]]) -> None:
    assert started[function][0] == "0"
