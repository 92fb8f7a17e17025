"""A handler that a test calls may do what its function's policy lists, as on AWS, and no more.

It acts in its function's name until it returns: what it asks of moto, by whatever client, is judged
first. A refusal fails the test, whoever may have caught it.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from threading import local
from types import ModuleType
from typing import Any

from botocore.handlers import BUILTIN_HANDLERS

from csms_tools.local.permissions.judge import Denied
from tests.permissions import CERTIFICATE, judge

denied: list[str] = []
"""What was refused and no test has failed for yet."""

_acting: list[str] = []  # functions whose handlers run; a test lets one run within another
_CALLS = {("Connect", "Default"), ("Disconnect", "Default")}  # by itself, as a part of it


class _Thread(local):
    somebody_else = False  # than the function


_thread = _Thread()  # a function writes in several

_HERE = "123456789012"
_SERVICES = {"DynamoDB": "dynamodb", "AmazonSQS": "sqs", "AWSStepFunctions": "states"}
_CALLED = {
    '"csms-state"': '"StateTable"',
    '"csms-history"': '"HistoryTable"',
    f"/{_HERE}/tasks": f"/{_HERE}/TaskQueue",
    '"files"': '"FilesBucket"',
} | {
    f"arn:aws:states:eu-west-1:{_HERE}:stateMachine:{name}": (
        f"arn:aws:states:eu-west-1:000000000000:stateMachine:{name.capitalize()}Machine"
    )
    for name in ("campaign", "firmware", "reservation")
}
"""What has a name of its own in tests, and the name by which policies know it."""
_CERTIFICATE = re.compile(rf"arn:aws:acm:us-east-1:{_HERE}:certificate/[0-9a-f-]+")


def ask(service: str, operation: str, parameters: Mapping[str, Any]) -> None:
    """Raises Denied if a function acts that may not do this. `service` as in actions."""
    if _acting and not _thread.somebody_else:
        _judge(service, operation, json.dumps(parameters, default=repr))


def ask_by_target(target: str, body: bytes) -> None:
    """As `ask`, of a request to a service that speaks JSON; `target` is its header."""
    service, _, operation = target.partition(".")
    name = _SERVICES.get(service.partition("_")[0])
    if name and _acting and not _thread.somebody_else:
        _judge(name, operation, body.decode())


def _judge(service: str, operation: str, told: str) -> None:
    for here, there in _CALLED.items():
        told = told.replace(here, there)
    told = _CERTIFICATE.sub(CERTIFICATE, told)
    try:
        judge().judge(f"Credential={_acting[-1]}/", service, operation, json.loads(told))
    except Denied as refusal:
        denied.append(str(refusal))
        raise


@contextmanager
def in_the_name_of(function: str) -> Iterator[None]:
    """For a part of a function that a test calls without its handler."""
    before, _thread.somebody_else = _thread.somebody_else, False
    _acting.append(function)
    try:
        yield
    finally:
        _acting.pop()
        _thread.somebody_else = before


@contextmanager
def somebody_else() -> Iterator[None]:
    """Does what follows: what a test lets happen while a handler runs is not the function's."""
    before, _thread.somebody_else = _thread.somebody_else, True
    try:
        yield
    finally:
        _thread.somebody_else = before


def install(resources: Mapping[str, Any]) -> None:
    """Those of the template; from here on, and before any of its handlers is imported."""
    functions = {
        resource["Properties"]["Handler"].removesuffix(".handler"): function
        for function, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    assert not functions.keys() & sys.modules.keys()
    sys.meta_path.insert(0, _Finder(functions))
    BUILTIN_HANDLERS.append(("provide-client-params", _asked_of_botocore))


def _asked_of_botocore(params: Mapping[str, Any], model: Any, **_: object) -> None:
    ask(model.service_model.signing_name, model.name, params)


class _Finder(MetaPathFinder):
    def __init__(self, functions: Mapping[str, str]) -> None:
        """By the modules of their handlers."""
        self._functions = functions

    def find_spec(self, name: str, path: Any, _: ModuleType | None = None) -> ModuleSpec | None:
        function = self._functions.get(name)
        spec = PathFinder.find_spec(name, path) if function else None
        if spec and spec.origin and function:
            spec.loader = _Loader(function, name, spec.origin)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, function: str, name: str, path: str) -> None:
        super().__init__(name, path)
        self._function = function

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        handler: Any = vars(module)["handler"]
        vars(module)["handler"] = _named(self._function, handler)


def _named(function: str, handler: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(handler)
    def named(*event_and_context: Any) -> Any:
        is_part = bool(_acting) and (_acting[-1], function) in _CALLS
        with in_the_name_of(_acting[-1] if is_part else function):
            return handler(*event_and_context)

    return named
