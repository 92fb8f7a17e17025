import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import settings
from moto import mock_aws
from moto.backends import get_backend

os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    "STATE_TABLE": "csms-state",
    "HISTORY_TABLE": "csms-history",
    "CONNECTIONS_URL": "https://api.example/ocpp",
    "TASK_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/tasks",
    "HEARTBEAT_INTERVAL": "300",
    "HEARTBEAT_JITTER": "0",
    "VALIDATION": "Lenient",
    "IMPOSSIBLE_TRANSACTIONS": "Tell",
    "METER_RETENTION_DAYS": "1095",
    "MESSAGE_LOG_RETENTION_DAYS": "30",
    "MESSAGE_LOG": "All",
    "LOG_ID_TAGS": "Masked",
    "METRICS": "None",
    "METRICS_NAMESPACE": "csms",
    "REPORT_RETENTION_DAYS": "365",
    "SECURITY_EVENT_RETENTION_DAYS": "365",
    "REFUSED_CALL_RETENTION_DAYS": "1095",
    "COMMAND_RETENTION_DAYS": "365",
    "AUDIT_RETENTION_DAYS": "1095",
    "CALL_TIMEOUT": "30",
    "ROLE_CLAIM": "cognito:groups",
    "ROLES_OF_GROUPS": "",
    "MACHINE_CLIENT": "",
    "MINIMUM_SECURITY_PROFILE": "0",
    "UNKNOWN_CHARGE_POINTS": "Refuse",
    "ONBOARDING_PASSWORD_HASH": "",
    "ORIGIN_SECRET": "through-the-edge",
    "PREVIOUS_ORIGIN_SECRET": "",
    "CLIENT_CERTIFICATES": "false",
    "CERTIFICATE_AUTHORITY": "",
    "FIRMWARE_SIGNER": "",
    "SERVER_CERTIFICATES": "",
    "CERTIFICATE_LIFETIME_DAYS": "365",
    "RSA_SIGNATURE": "SHA256withRSA",
    "CPO_NAME": "",
    "EXPIRED_CERTIFICATE_GRACE_DAYS": "0",
    "FILES_URL": "https://ocpp.example",
    "FILES_KEY": "k" * 48,
    "ALLOWED_ORIGINS": "",
    "CONSOLE_URL": "https://api.example",
    "CONSOLE_ISSUER": "https://issuer.example/pool",
    "CONSOLE_CLIENT": "console",
    "CONSOLE_ORIGINS": "https://tokens.example",
    "CHARGE_POINT_URLS": "wss://ocpp.example/ocpp/{id}",
    "OTHER_PARAMETERS": "Stage=ocpp",
    "FILES_BUCKET": "files",
    "FILE_RETENTION_DAYS": "30",
    "LARGEST_UPLOAD_MEGABYTES": "1",
}

from csms import connections
from csms.inbound import last_seen
from csms.store.reported import deviations
from csms.wire.ocpp16 import Call
from tests import acting, moto_transport, permissions, quick_moto
from tests.loopback import sitecustomize as loopback
from tests.stored import provision
from tests.support import NOON, RESOURCES, Context, Sockets, frame, message

Says = Callable[..., list[Any] | None]

# how long an example takes is the machine's affair
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


_, _reached = tempfile.mkstemp(prefix="reached-")
os.environ[loopback.REACHED] = _reached
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(Path(loopback.__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
)


@pytest.fixture(autouse=True)
def stays_within_bounds() -> Iterator[None]:
    """Who reaches a host but this machine, or does what no policy lists, fails, caught or not."""
    yield
    if Path(_reached).stat().st_size:
        hosts = sorted(set(Path(_reached).read_text().split()))
        Path(_reached).write_text("")
        pytest.fail(f"it has tried to reach {', '.join(hosts)}")
    if acting.denied:
        refusals = sorted(set(acting.denied))
        acting.denied.clear()
        pytest.fail("\n".join(refusals))


_never_used = pytest.StashKey[list[permissions.Permission]]()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # of its parent those of xdist have it
        os.environ[permissions.FOLDER] = tempfile.mkdtemp(prefix="used-permissions-")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A permission that the whole suite has not used makes it fail."""
    config = session.config
    permissions.note_of_process()
    if hasattr(config, "workerinput"):
        return
    folder = Path(os.environ[permissions.FOLDER])
    used = permissions.used_in(folder)
    shutil.rmtree(folder)
    if exitstatus == 0 and permissions.is_whole(config):
        config.stash[_never_used] = permissions.never_used(permissions.judge(), used)
        if config.stash[_never_used]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if found := config.stash.get(_never_used, None):
        terminalreporter.section("permissions", red=True)
        for line in permissions.report(found):
            terminalreporter.write_line(line)


def pytest_unconfigure() -> None:
    Path(_reached).unlink(missing_ok=True)


# whatever was said of it: a third of the time would go into compiling the same again and again
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

quick_moto.hurry()
moto_transport.install()
acting.install(RESOURCES)


LONG = {"console", "conversations", "hostile", "csms_tools", "benchmarks", "operators"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first: a worker that came to it last would be at it alone."""
    items.sort(key=lambda item: LONG.isdisjoint(item.path.parts))


def pytest_collection_finish() -> None:
    """What is there now stays; looking through it for garbage would take a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


# built once, which takes longer than a test: moto hears it only while a test asks for that
client: Callable[..., Any] = cache(boto3.client)


@pytest.fixture
def store() -> Iterator[None]:
    """The real store on the tables that template.yaml declares, for as long as the test lasts."""
    with mock_aws():
        _moto("dynamodb").tables.update(deepcopy(_tables()))
        _moto("sqs").create_queue("tasks")
        last_seen._noted.clear()
        deviations._noted.clear()
        deviations._full.clear()
        yield


@cache
def _tables() -> dict[str, Any]:
    """Made by moto once; each test gets a copy."""
    for name, resource in (("csms-state", "StateTable"), ("csms-history", "HistoryTable")):
        declared = RESOURCES[resource]["Properties"]
        wanted = {key: declared[key] for key in ("AttributeDefinitions", "KeySchema")}
        indexes = [
            {key: index[key] for key in ("IndexName", "KeySchema", "Projection")}
            for index in declared["GlobalSecondaryIndexes"]
        ]
        wanted |= {"GlobalSecondaryIndexes": indexes, "BillingMode": "PAY_PER_REQUEST"}
        client("dynamodb", "eu-west-1").create_table(TableName=name, **wanted)
    return deepcopy(dict(_moto("dynamodb").tables))


def _moto(service: Any) -> Any:
    """What moto keeps of a service, behind its HTTP."""
    return get_backend(service)["123456789012"]["eu-west-1"]


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> Sockets:
    """Every frame posted to a socket, in order."""
    sockets = Sockets()
    monkeypatch.setattr(connections, "sockets", sockets)
    return sockets


@pytest.fixture
def cp1(store: None) -> str:
    """CP1 is provisioned and Accepted."""
    table = _moto("dynamodb").tables.get("csms-state")
    if table and not table.items:
        table.items.update(deepcopy(_cp1()))
    else:  # it may be there, or the store be that of a running system
        provision("CP1", security_profile=0)
    return "CP1"


@cache
def _cp1() -> dict[str, Any]:
    """The items of which it consists, stored once; each test gets a copy."""
    items = _moto("dynamodb").tables["csms-state"].items
    provision("CP1", security_profile=0)
    stored = deepcopy(dict(items))
    items.clear()
    return stored


@pytest.fixture
def call(cp1: str) -> Call:
    """A call from CP1 at noon."""
    return Call(cp1, "unique-1", NOON)


@pytest.fixture
def says(cp1: str, sockets: Sockets) -> Says:
    """Let CP1 say something to the function of an action; returns the frame it is answered."""

    def say(
        action: str,
        payload: dict[str, Any],
        *,
        unique_id: str = "unique-1",
        at: datetime = NOON,
        charge_point_id: str = cp1,
    ) -> list[Any] | None:
        said = len(sockets.posted)
        event = message(
            frame(action, payload, unique_id), at=at, charge_point_id=charge_point_id, route=action
        )
        assert handler_of(action)(event, Context()) == {"statusCode": 200}
        answers = sockets.frames[said:]
        assert len(answers) <= 1
        return answers[0] if answers else None

    return say


def handler_of(action: str) -> Callable[..., Any]:
    """The function that the template's route leads to."""
    routes = RESOURCES["ChargePointApi"]["Properties"]["Routes"]
    target = (routes.get(action) or routes["$default"])["FunctionArn"]["Ref"]
    logical_id = target.removesuffix(".Alias")
    module, function = RESOURCES[logical_id]["Properties"]["Handler"].rsplit(".", 1)
    handler: Callable[..., Any] = getattr(import_module(module), function)
    return handler
