"""The HTTP API of the template: which function a request leads to, and whom it lets in."""

from collections.abc import Mapping
from dataclasses import dataclass

from csms_tools.local.stack.resources import Resources
from csms_tools.local.stack.routes import invoked
from csms_tools.local.stack.template import Properties, TemplateError

_ANY = "x-amazon-apigateway-any-method"
_INTEGRATION = "x-amazon-apigateway-integration"
_AUTHORIZER = "x-amazon-apigateway-authorizer"
_OF_A_ROUTE = {_INTEGRATION, "security", "responses", "isDefaultRoute"}
_REST = "/{proxy+}"
_HEADER = "$request.header.Authorization"


@dataclass(frozen=True)
class JwtAuthorizer:
    issuer: str
    audience: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    key: str  # GET /docs, ANY /docs or $default
    function: str
    authorizer: JwtAuthorizer | None


@dataclass(frozen=True)
class HttpApi:
    id: str
    routes: Mapping[str, Route]

    def route(self, method: str, path: str) -> Route | None:
        """A slash at the end makes no other path, as a path of the template cannot have one."""
        for template in (path, path.rstrip("/"), *_greedy(path)):
            for key in (f"{method} {template}", f"ANY {template}"):
                if key in self.routes:
                    return self.routes[key]
        return self.routes.get("$default")

    @property
    def functions(self) -> frozenset[str]:
        return frozenset(route.function for route in self.routes.values())

    @property
    def authorizers(self) -> frozenset[JwtAuthorizer]:
        return frozenset(it.authorizer for it in self.routes.values() if it.authorizer)


def _greedy(path: str) -> list[str]:
    """What would take the rest of the path, and the most of it itself; there has to be a rest."""
    steps = path.split("/")
    return [
        "/".join(steps[:number]) + _REST
        for number in range(len(steps) - 1, 0, -1)
        if any(steps[number:])
    ]


def http_api(resources: Resources) -> HttpApi:
    """One without routes if the template has none.

    Raises TemplateError for what is not done here as API Gateway does it.
    """
    apis = [
        (id, raw) for id, raw in resources.of("AWS::ApiGatewayV2::Api") if "ProtocolType" not in raw
    ]
    if len(apis) > 1:
        raise TemplateError(f"the template has {len(apis)} HTTP APIs")
    for id, raw in apis:
        document = resources.resolve(raw["Body"])
        if {"CorsConfiguration"} & raw.keys() or "x-amazon-apigateway-cors" in document:
            raise TemplateError(f"{id}: CORS is not done here")
        routes = (
            _route(resources, _key(method, path), described, _authorizers(id, document))
            for path, methods in document["paths"].items()
            for method, described in methods.items()
        )
        return HttpApi(resources.reference(id), {route.key: route for route in routes})
    return HttpApi("", {})


def _key(method: str, path: str) -> str:
    if "{" in path.removesuffix(_REST):
        raise TemplateError(f"{path}: variables in a path are not done here")
    if path == "$default":
        return path
    return f"{'ANY' if method == _ANY else method.upper()} {path}"


def _authorizers(id: str, document: Properties) -> Mapping[str, JwtAuthorizer]:
    found = {}
    for name, scheme in document.get("components", {}).get("securitySchemes", {}).items():
        authorizer = scheme[_AUTHORIZER]
        if (authorizer["type"], authorizer["identitySource"]) != ("jwt", _HEADER):
            raise TemplateError(f"{id}: {name} is no JWT authorizer of {_HEADER}")
        configuration = authorizer["jwtConfiguration"]
        audience = tuple(map(str, configuration["audience"]))
        found[name] = JwtAuthorizer(str(configuration["issuer"]), audience)
    return found


def _route(
    resources: Resources, key: str, described: Properties, authorizers: Mapping[str, JwtAuthorizer]
) -> Route:
    known = _OF_A_ROUTE | ({"parameters"} if key.endswith(_REST) else set())
    if unknown := described.keys() - known:
        raise TemplateError(f"{key}: {', '.join(sorted(unknown))} cannot be done here")
    integration = described[_INTEGRATION]
    if integration.get("payloadFormatVersion") != "2.0":
        raise TemplateError(f"{key}: its function must take payload format 2.0")
    wanted = {
        name: scopes for each in described.get("security", []) for name, scopes in each.items()
    }
    if any(wanted.values()):
        raise TemplateError(f"{key}: scopes are not judged here")
    names = wanted.keys() - {"NONE"}  # what the SAM translator writes for a route without any
    if unknown := names - authorizers.keys():
        raise TemplateError(f"{key}: the template has no authorizer {', '.join(sorted(unknown))}")
    authorizer = next((authorizers[name] for name in names), None)
    return Route(key, invoked(resources, str(integration["uri"])), authorizer)
