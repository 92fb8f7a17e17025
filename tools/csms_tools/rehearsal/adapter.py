"""The emulator, as a deployment of ours needs it: a program for its own environment.

What the emulator does otherwise than AWS, and how it is bridged, stands in `ADAPTED`, which the
report quotes. Nothing of the template is changed.
"""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

ADAPTED = (
    "it does not select routes by an element of an array ($request.body.[2]): the rule is"
    " applied for it, to the routes that were deployed",
    "it does not answer with the subprotocol that $connect names, which is put into its answer",
    "CONNECTIONS_URL in the functions' environment leads to AWS: as a function is started, it is"
    " the same API and stage at the emulator",
    "it makes no routes of the OpenAPI document that SAM writes for an HTTP API: they are made,"
    " with their authorizer, as it says",
    "it is reached over HTTP, on loopback, which counts as TLS for policies that ask for it",
    "a name that it draws for a role or a bucket is the same in each region, unlike one that"
    " CloudFormation draws: the region goes into it",
    "it knows no alarm over several metrics: it makes one of the first of them",
    "it leaves MaximumConcurrency of a queue a text where a parameter gives it, and then takes"
    " nothing from the queue: it becomes a number",
    "CloudFront's part in a handshake (path to header, the origin secret) is the client's",
)

_SUFFIX = ".amazonaws.com/"
_subprotocol: ContextVar[str | None] = ContextVar("subprotocol", default=None)


def selected(expression: str, text: str) -> str:
    """`$request.body.[N]`: the element of a JSON array; anything else is $default."""
    index = expression.removeprefix("$request.body.[").removesuffix("]")
    try:
        value = json.loads(text)[int(index)]
    except (ValueError, LookupError, TypeError):
        return "$default"
    return value if isinstance(value, str) else json.dumps(value)


def here(url: str, port: str) -> str:
    """https://ID.execute-api.REGION.amazonaws.com/STAGE, on this machine."""
    host, _, stage = url.removeprefix("https://").partition(_SUFFIX)
    return f"http://127.0.0.1:{port}/_aws/execute-api/{host.partition('.')[0]}/{stage}"


def of_one_metric(alarm: dict[str, Any]) -> dict[str, Any]:
    """An alarm over an expression becomes one of the first metric that the expression is of."""
    if "Metrics" not in alarm:
        return alarm
    first = next(one["MetricStat"] for one in alarm["Metrics"] if "MetricStat" in one)
    rest = {name: value for name, value in alarm.items() if name != "Metrics"}
    return {**rest, **first["Metric"], "Period": first["Period"], "Statistic": first["Stat"]}


def adapt(port: str) -> None:
    from ministack.core import iam_evaluator, lambda_runtime  # type: ignore[import-not-found]
    from ministack.core.responses import get_region  # type: ignore[import-not-found]
    from ministack.services import apigateway  # type: ignore[import-not-found]
    from ministack.services.cloudformation import provisioners  # type: ignore[import-not-found]

    apigateway._evaluate_route_selection = selected
    iam_evaluator._resolve_condition_key = _secure(iam_evaluator._resolve_condition_key)
    provisioners._physical_name = _naming(provisioners, get_region)
    record = provisioners._cw_metric_alarm_record
    provisioners._cw_metric_alarm_record = lambda name, asked: record(name, of_one_metric(asked))
    of_apis = provisioners._RESOURCE_HANDLERS["AWS::ApiGatewayV2::Api"]
    of_apis["create"] = _importing(of_apis["create"], apigateway)
    of_mappings = provisioners._RESOURCE_HANDLERS["AWS::Lambda::EventSourceMapping"]
    of_mappings["create"] = _numbering(of_mappings["create"])
    lambda_runtime.Worker.__init__ = _starting(lambda_runtime.Worker.__init__, port)
    apigateway._invoke_ws_lambda = _hearing(apigateway._invoke_ws_lambda)
    apigateway.handle_websocket = _answering(apigateway.handle_websocket)


def _secure(resolve: Any) -> Any:
    @functools.wraps(resolve)
    def resolved(key: str, context: Any) -> Any:
        return "true" if key.lower() == "aws:securetransport" else resolve(key, context)

    return resolved


def _naming(provisioners: Any, region: Callable[[], str]) -> Any:
    name, seed = provisioners._physical_name, provisioners._NAME_SEED

    @functools.wraps(name)
    def named(*words: Any, seeded: bool = True, **bounds: Any) -> Any:
        before = seed.set(f"{region()}:{seed.get() if seeded else ''}")
        try:
            return name(*words, **bounds)
        finally:
            seed.reset(before)

    return named


def _numbering(create: Any) -> Any:
    @functools.wraps(create)
    def created(logical_id: str, properties: dict[str, Any], stack: str) -> Any:
        if scaling := properties.get("ScalingConfig"):
            whole = {name: int(value) for name, value in scaling.items()}
            properties = properties | {"ScalingConfig": whole}
        return create(logical_id, properties, stack)

    return created


def _importing(create: Any, apigateway: Any) -> Any:
    @functools.wraps(create)
    def created(logical_id: str, properties: dict[str, Any], stack: str) -> Any:
        made = create(logical_id, properties, stack)
        if document := properties.get("Body"):
            _import(apigateway, made[0], document)
        return made

    return created


def _import(apigateway: Any, api: str, document: dict[str, Any]) -> None:
    def make(what: str, id: str, **asked: Any) -> str:
        _, _, body = getattr(apigateway, f"_create_{what}")(api, asked)
        return str(json.loads(body)[id])

    schemes = document.get("components", {}).get("securitySchemes", {})
    authorizers = {}
    for name, scheme in schemes.items():
        told = scheme["x-amazon-apigateway-authorizer"]
        source = [told["identitySource"]]
        authorizers[name] = make(
            "authorizer",
            "authorizerId",
            name=name,
            authorizerType="JWT",
            identitySource=source,
            jwtConfiguration=told["jwtConfiguration"],
        )
    for key, told in _routes(document):
        uri = told["x-amazon-apigateway-integration"]["uri"]
        target = make("integration", "integrationId", integrationUri=uri)
        named = [name for each in told.get("security", []) for name in each if name in authorizers]
        guard = {"authorizationType": "JWT", "authorizerId": authorizers[named[0]]} if named else {}
        make("route", "routeId", routeKey=key, target=f"integrations/{target}", **guard)


def _routes(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            yield "$default" if told.get("isDefaultRoute") else f"{method.upper()} {path}", told


def _starting(start: Any, port: str) -> Any:
    @functools.wraps(start)
    def started(worker: Any, name: str, config: dict[str, Any], code: bytes) -> None:
        given = config.get("Environment", {}).get("Variables", {})
        if url := given.get("CONNECTIONS_URL"):
            told = given | {"CONNECTIONS_URL": here(url, port)}
            config = config | {"Environment": {"Variables": told}}
        start(worker, name, config, code)

    return started


def _hearing(invoke: Any) -> Any:
    @functools.wraps(invoke)
    async def invoked(*words: Any, **named: Any) -> Any:
        told = await invoke(*words, **named)
        if "CONNECT" in words and isinstance(told, dict):
            _subprotocol.set((told.get("headers") or {}).get("Sec-WebSocket-Protocol"))
        return told

    return invoked


def _answering(handle: Any) -> Any:
    @functools.wraps(handle)
    async def handled(scope: Any, receive: Any, send: Any, *rest: Any, **more: Any) -> None:
        async def answer(message: dict[str, Any]) -> None:
            if message["type"] == "websocket.accept":
                message = message | {"subprotocol": _subprotocol.get()}
            await send(message)

        await handle(scope, receive, answer, *rest, **more)

    return handled


if __name__ == "__main__":
    import os

    from ministack.app import main  # type: ignore[import-not-found]

    adapt(os.environ["GATEWAY_PORT"])
    sys.argv = sys.argv[:1]
    main()
