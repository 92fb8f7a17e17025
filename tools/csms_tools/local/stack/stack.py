"""What template.yaml describes, with the values it has on this machine: the only list of it all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from csms_tools.local.permissions.asked import Place
from csms_tools.local.permissions.judge import Judge
from csms_tools.local.permissions.policies import Policy
from csms_tools.local.stack.event_sources import EventSource, Queue, event_sources, queues
from csms_tools.local.stack.files import Files, files
from csms_tools.local.stack.http_routes import HttpApi, http_api
from csms_tools.local.stack.resources import ACCOUNT, REGION, Resources
from csms_tools.local.stack.roles import policy_of
from csms_tools.local.stack.routes import Api, websocket_api
from csms_tools.local.stack.schedules import Schedule, schedules
from csms_tools.local.stack.secret_values import secret_values, with_secrets
from csms_tools.local.stack.state_machines import StateMachine, state_machines
from csms_tools.local.stack.tables import Table, tables
from csms_tools.local.stack.template import Properties, TemplateError, folder, translated

__all__ = [
    "ACCOUNT",
    "REGION",
    "EventSource",
    "Function",
    "Queue",
    "Stack",
    "StateMachine",
    "Table",
    "TemplateError",
]

_TIMEOUT, _MEMORY = 3, 128  # Lambda's own defaults


@dataclass(frozen=True)
class Function:
    """A Lambda function: what its worker must know."""

    id: str
    arn: str
    handler: str
    timeout: float  # seconds
    memory: int  # MB
    environment: Mapping[str, str]
    policy: Policy
    alias: str | None = None

    @property
    def invoked_arn(self) -> str:
        """By which the rest of the stack knows it."""
        return f"{self.arn}:{self.alias}" if self.alias else self.arn


@dataclass(frozen=True)
class Stack:
    """Everything is keyed by its logical id in the template."""

    functions: Mapping[str, Function]
    api: Api
    http_api: HttpApi
    tables: Mapping[str, Table]
    queues: Mapping[str, Queue]
    event_sources: tuple[EventSource, ...]
    state_machines: Mapping[str, StateMachine]
    schedules: tuple[Schedule, ...]
    secrets: Mapping[str, str]
    files: Files | None
    origin_headers: Mapping[str, str]  # that CloudFront adds to what it passes on
    parameters: Mapping[str, str]
    code: tuple[Path, ...]  # the import roots: CodeUri of the functions, ContentUri of the layers

    @property
    def routes(self) -> Mapping[str, str]:
        """Route key -> function id."""
        return self.api.routes

    @property
    def authorizer(self) -> str | None:
        """The function that $connect asks first."""
        return self.api.authorizer

    @property
    def route_selection_expression(self) -> str:
        return self.api.route_selection_expression

    def judge(self) -> Judge:
        """Of what its functions may do."""
        place = Place(REGION, ACCOUNT, f"{self.api.id}/{self.api.stage}")
        return Judge(place, {id: function.policy for id, function in self.functions.items()})

    @classmethod
    def load(
        cls,
        path: Path,
        parameters: Mapping[str, str] | None = None,
        *,
        endpoint: str = "http://127.0.0.1:4566",
        connections_url: str | None = None,
        files_url: str | None = None,
        data: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> "Stack":
        """Read a template. Raises TemplateError for what this machine cannot do as AWS would.

        `endpoint` is where the emulators answer. `connections_url` takes the place of the API's
        own https address in the environment of functions, and `files_url` that of `DomainName`.
        Generated secrets are kept in `data`. Variables named in `environment` have its values
        in the functions that the template gives them to.
        """
        given = parameters or {}
        raw = translated(path, given, REGION, here=files_url)
        resources = Resources(raw, given, endpoint)
        api = websocket_api(resources)
        secrets = secret_values(resources, data)
        own = {queue.id: queue for queue in queues(resources)}
        named = {resources.name(id): value for id, value in secrets.items()} | {
            resources.arn(id): value for id, value in secrets.items()
        }
        moved = {api.url: connections_url or api.url}
        host = resources.parameters.get("DomainName")
        if files_url and host:
            moved |= {f"{scheme}://{host}": files_url for scheme in ("https", "http")}
        read = _FunctionReader(resources, named, moved, environment or {})
        return cls(
            functions={id: read(id, raw) for id, raw in resources.of("AWS::Lambda::Function")},
            api=api,
            http_api=http_api(resources),
            tables={table.id: table for table in tables(resources)},
            queues=own,
            event_sources=tuple(event_sources(resources, own)),
            schedules=tuple(schedules(resources)),
            state_machines={
                machine.id: machine for machine in state_machines(resources, path.resolve().parent)
            },
            secrets=secrets,
            files=files(resources, secrets, own),
            origin_headers=dict(_origin_headers(resources, named)),
            parameters=resources.parameters,
            code=tuple(dict.fromkeys(_code(resources, path.resolve().parent))),
        )


class _FunctionReader:
    def __init__(
        self,
        resources: Resources,
        secrets: Mapping[str, str],
        moved: Mapping[str, str],
        environment: Mapping[str, str],
    ) -> None:
        """`secrets` by name and ARN; `moved`: addresses of AWS, and where they are here;
        `environment`: variables that have other values here.
        """
        self._resources = resources
        self._moved = moved
        self._secrets = secrets
        self._environment = environment

    def __call__(self, id: str, raw: Properties) -> Function:
        resolve = self._resources.resolve
        return Function(
            id=id,
            arn=self._resources.arn(id),
            handler=str(resolve(raw["Handler"])),
            timeout=float(resolve(raw.get("Timeout", _TIMEOUT))),
            memory=int(resolve(raw.get("MemorySize", _MEMORY))),
            environment={
                name: self._environment.get(name, self._here(str(value)))
                for name, value in resolve(raw.get("Environment", {}).get("Variables", {})).items()
            },
            policy=policy_of(self._resources, id, resolve(raw["Role"])),
            alias=self._resources.alias(id),
        )

    def _here(self, value: str) -> str:
        for theirs, ours in self._moved.items():
            value = value.replace(theirs, ours)
        return with_secrets(value, self._secrets)


def _origin_headers(resources: Resources, secrets: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Of the first distribution, which is the one that this machine has."""
    for _, raw in list(resources.of("AWS::CloudFront::Distribution"))[:1]:
        for origin in resources.resolve(
            [each for each in raw["DistributionConfig"]["Origins"] if "Fn::If" not in each]
        ):
            for header in origin.get("OriginCustomHeaders", []):
                yield header["HeaderName"], with_secrets(header["HeaderValue"], secrets)


def _code(resources: Resources, base: Path) -> Iterator[Path]:
    for kind, place in (("Function", "Code"), ("LayerVersion", "Content")):
        for _, raw in resources.of(f"AWS::Lambda::{kind}"):
            yield (base / folder(raw[place])).resolve()
