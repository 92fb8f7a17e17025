"""What an open page costs an hour: how often it asks for what, and what each of that takes."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.console.results import Poll
from benchmarks.systems import ROOT, Broken, System
from csms_tools.cost.bill import busy
from csms_tools.cost.counts import Share
from csms_tools.cost.prices import Prices
from csms_tools.local.functions.environment import lambda_environment
from csms_tools.local.options import PARAMETERS, TEMPLATE
from csms_tools.local.stack.stack import Stack

PROCESS = Path(__file__).with_name("process.py")
QUERIES = {
    "/charge-points": {"limit": "100"},
    "/problems": {"limit": "200"},
    "/inbox": {"limit": "50"},
}
CHANGES = "/fleet/changes"


def polls(asked: dict[str, float], system: System, prices: Prices) -> list[Poll]:
    """`asked`: by path, how often an hour."""
    assert system.aws
    stack = Stack.load(
        TEMPLATE, PARAMETERS | {"OidcIssuer": "http://127.0.0.1"}, endpoint=system.aws
    )
    function = stack.functions["Api"]
    environment = lambda_environment(function, system.aws, {})
    environment |= {"CONNECTIONS_URL": "http://127.0.0.1:9", "POWERTOOLS_LOG_LEVEL": "ERROR"}
    environment |= {"PYTHONPATH": f"{ROOT}"}
    taken = _taken({path: QUERIES.get(path, {}) for path in asked}, environment)
    if CHANGES in asked:  # a page that has just begun asks nothing of DynamoDB yet
        cursor = {"cursor": taken[CHANGES]["cursor"]}
        taken |= _taken({CHANGES: cursor}, environment)
    return [
        Poll(
            path=path,
            an_hour=round(times),
            requests=taken[path]["requests"],
            read_units=taken[path]["read_units"],
            cpu_ms=taken[path]["cpu_ms"],
            dollars=round(times * _dollars(taken[path], function.memory, prices), 6),
        )
        for path, times in sorted(asked.items())
    ]


def _dollars(taken: dict[str, Any], memory: int, prices: Prices) -> float:
    share = Share("Api", {"dynamodb requests": taken["requests"]}, taken["cpu_ms"])
    seconds = busy(share, memory, prices) / 1000
    return (
        prices.of("http-request", 1)
        + prices.of("lambda-invocation", 1)
        + prices.of("lambda-gb-second", seconds * memory / 1024)
        + prices.of("read-unit", taken["read_units"])
    )


def _taken(asked: dict[str, dict[str, str]], environment: dict[str, str]) -> dict[str, Any]:
    events = {path: _event(path, query) for path, query in asked.items()}
    done = subprocess.run(
        [sys.executable, "-B", str(PROCESS)],
        input=json.dumps(events),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Broken(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _event(path: str, query: dict[str, str]) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((ROOT / "events" / "api.json").read_text())
    event |= {"rawPath": path, "rawQueryString": urlencode(query)}
    if query:
        event["queryStringParameters"] = query
    context = event["requestContext"]
    context["http"]["path"] = path
    context["timeEpoch"] = round(time.time() * 1000)
    claims = context["authorizer"]["jwt"]["claims"]
    claims["role"] = "viewer"
    return event
