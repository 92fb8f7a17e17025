"""Lambda's Invoke over HTTP, for the tasks of state machines: each as its role allows."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from csms_tools.local.functions.lambda_service import FunctionError, Functions
from csms_tools.local.stack.stack import Stack

PATH = "/2015-03-31/functions/{function}/invocations"
ROLE = "X-Csms-Role"  # AWS knows it from the signature
_INVOKE = "lambda:InvokeFunction"


def invocation_routes(stack: Stack, functions: Functions) -> list[web.RouteDef]:
    roles = {machine.role_arn: machine.policy for machine in stack.state_machines.values()}
    by_arn = {
        arn: id
        for id, function in stack.functions.items()
        for arn in (function.arn, function.invoked_arn)
    }

    async def invoke(request: web.Request) -> web.Response:
        arn, role = request.match_info["function"], request.headers.get(ROLE, "")
        if role not in roles or not roles[role].allows(_INVOKE, arn):
            return _error(403, "AccessDeniedException", f"{role} may not invoke {arn}")
        if arn not in by_arn:
            return _error(404, "ResourceNotFoundException", f"Function not found: {arn}")
        try:
            result = await functions.invoke(by_arn[arn], json.loads(await request.read()))
        except FunctionError as error:
            return _answer(error.payload, {"X-Amz-Function-Error": "Unhandled"})
        return _answer(result)

    return [web.post(PATH, invoke)]


def _answer(content: Any, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response(content, headers=headers)


def _error(status: int, kind: str, message: str) -> web.Response:
    return web.json_response(
        {"Message": message}, status=status, reason=message, headers={"x-amzn-ErrorType": kind}
    )
