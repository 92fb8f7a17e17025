"""The WebSocket API of the template: which function a route leads to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from csms_tools.local.stack.resources import REGION, Resources
from csms_tools.local.stack.template import Properties, TemplateError

_INVOCATIONS = re.compile(r"/functions/(?P<arn>.+)/invocations$")


@dataclass(frozen=True)
class Api:
    id: str
    stage: str
    route_selection_expression: str
    routes: Mapping[str, str]  # route key -> function id
    authorizer: str | None  # the function that $connect asks first

    @property
    def url(self) -> str:
        """Where AWS would serve it, and its connections."""
        return f"https://{self.id}.execute-api.{REGION}.amazonaws.com/{self.stage}"


def websocket_api(resources: Resources) -> Api:
    apis = [
        (id, raw)
        for id, raw in resources.of("AWS::ApiGatewayV2::Api")
        if raw.get("ProtocolType") == "WEBSOCKET"
    ]
    if len(apis) != 1:
        raise TemplateError(f"the template has {len(apis)} WebSocket APIs, not one")
    [(id, raw)] = apis
    routes = {
        str(route["RouteKey"]): _integration(resources, str(route["Target"]))
        for route in _below(resources, "AWS::ApiGatewayV2::Route", id)
    }
    authorizers = [
        invoked(resources, str(authorizer["AuthorizerUri"]))
        for authorizer in _below(resources, "AWS::ApiGatewayV2::Authorizer", id)
    ]
    stages = [
        str(stage["StageName"]) for stage in _below(resources, "AWS::ApiGatewayV2::Stage", id)
    ]
    return Api(
        id=resources.reference(id),
        stage=stages[0],
        route_selection_expression=str(raw["RouteSelectionExpression"]),
        routes=routes,
        authorizer=authorizers[0] if authorizers else None,
    )


def _below(resources: Resources, kind: str, api: str) -> list[Properties]:
    everything = [resources.resolve(raw) for _, raw in resources.of(kind)]
    return [each for each in everything if each["ApiId"] == resources.reference(api)]


def _integration(resources: Resources, target: str) -> str:
    wanted = target.removeprefix("integrations/")
    for id, raw in resources.of("AWS::ApiGatewayV2::Integration"):
        if resources.reference(id) == wanted:
            return invoked(resources, str(resources.resolve(raw["IntegrationUri"])))
    raise TemplateError(f"the template has no integration {wanted}")


def invoked(resources: Resources, uri: str) -> str:
    found = _INVOCATIONS.search(uri)
    if found is None:
        raise TemplateError(f"{uri} invokes no function")
    return resources.function(found["arn"])
