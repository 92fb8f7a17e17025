"""The AWS of a rehearsal: an emulator on a loopback port of its own, for as long as it lasts."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from csms_tools.rehearsal.programs import ROOT
from csms_tools.rehearsal.report import Broken

PYTHON = ROOT / ".venv-rehearsal" / "bin" / "python"
ADAPTER = Path(__file__).with_name("adapter.py")
REGION = "eu-west-1"
_PATIENCE = 60.0


@dataclass(frozen=True)
class Aws:
    port: int
    region: str = REGION

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Of programs that are to take it for AWS."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "SAM_CLI_TELEMETRY": "0",
        }

    def client(self, service: str) -> Any:
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.endpoint,
            region_name=self.region,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - the emulator's root
            config=Config(retries={"total_max_attempts": 2}, read_timeout=60),
        )


@contextmanager
def emulator(folder: Path) -> Iterator[Aws]:
    """Its policies are enforced. Raises Broken if it does not answer in a minute."""
    aws = Aws(_free_port())
    with (folder / "emulator.log").open("wb") as log, tempfile.TemporaryDirectory() as scratch:
        process = subprocess.Popen(
            [PYTHON, "-I", ADAPTER],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # with the functions that it starts it is one group
            env={
                "PATH": os.environ.get("PATH", ""),
                "TMPDIR": scratch,
                "BIND_HOST": "127.0.0.1",
                "GATEWAY_PORT": str(aws.port),
                "AUTH": "true",
                "IOT_MTLS_ENABLED": "0",  # listeners of services that nobody uses here
                "SFTP_ENABLED": "0",
                "LOG_LEVEL": "INFO",
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
            },
        )
        try:
            _await(aws, process)
            yield aws
        finally:
            _end(process)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _await(aws: Aws, process: "subprocess.Popen[bytes]") -> None:
    over = time.monotonic() + _PATIENCE
    while time.monotonic() < over and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{aws.endpoint}/_ministack/health", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)
    raise Broken("the emulator does not answer; build/rehearsal/emulator.log says why")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """It and its functions, by the id of their group."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            continue
    process.wait(5)
