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
    "boto3",
    "botocore.auth",
    "botocore.client",
    "botocore.session",
    "cryptography",
    "http.client",
    "pynamodb.connection",
    "pynamodb.models",
    "requests",
    "urllib3",
)
LISTING = """
import os, sys
from importlib import import_module
for name in sys.argv[1:]:
    read, write = os.pipe()
    if not os.fork():
        import_module(name)
        os.write(write, " ".join(sys.modules).encode())
        os._exit(0)
    os.close(write)
    os.wait()
    print(name, os.fdopen(read).read())
"""


@pytest.fixture(scope="module")
def imported() -> dict[str, set[str]]:
    """By function, each in a process of its own."""
    paths = [str(ROOT / "functions"), str(ROOT / "layers/csms")]
    listed = subprocess.run(
        [sys.executable, "-c", LISTING, *HOT],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line.split() for line in listed.stdout.splitlines())
    return {name: set(modules) for name, *modules in lines}


@pytest.mark.parametrize("function", HOT)
def test_a_hot_function_imports_nothing_that_is_forbidden(
    function: str, imported: dict[str, set[str]]
) -> None:
    assert not imported[function].intersection(FORBIDDEN)
    assert "csms.aws.http" in imported[function], "the list is that of a whole import"
