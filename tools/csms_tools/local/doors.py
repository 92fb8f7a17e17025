"""Where charge points, operators and the functions' posts to connections come in, on loopback."""

import ssl
from contextlib import AsyncExitStack

from aiohttp import web

from csms_tools.local.exclusive import HOST, listener
from csms_tools.local.functions.lambda_service import Functions
from csms_tools.local.gateway import Api, Gateway, management
from csms_tools.local.options import Options
from csms_tools.local.permissions.judge import Judge
from csms_tools.local.plain_http import PlainServer
from csms_tools.local.stack.stack import ACCOUNT, REGION, Stack

_LAST_WORDS = 2.0  # seconds for requests that are being answered when we end


class Doors:
    def __init__(self, options: Options) -> None:
        """Take the ports, so that every address is known before anything runs. Raises Unusable."""
        self._platform = options.platform
        self._listeners = {
            name: listener(name, port)
            for name, port in (
                ("ws", options.ws_port),
                ("wss", options.wss_port),
                ("api", options.api_port),
                ("connections", 0),
            )
        }
        self.ports = {name: each.getsockname()[1] for name, each in self._listeners.items()}

    @property
    def api_url(self) -> str:
        return f"http://{HOST}:{self.ports['api']}"

    @property
    def connections_url(self) -> str:
        return f"http://{HOST}:{self.ports['connections']}"

    @property
    def charge_point_urls(self) -> str:
        return " ".join(f"{name}://{HOST}:{self.ports[name]}/ocpp/{{id}}" for name in ("ws", "wss"))

    def close(self) -> None:
        for each in self._listeners.values():
            each.close()

    def gateway(self, stack: Stack, functions: Functions, end: AsyncExitStack) -> Gateway:
        """That of the template's WebSocket API; whom it refuses is noted, to the end."""
        from csms_tools.local.refusals import Refusals  # the tables are named by now

        refusals = Refusals()
        end.push_async_callback(refusals.stop)
        return Gateway(
            functions,
            routes=stack.routes,
            authorizer=stack.authorizer,
            route_selection_expression=stack.route_selection_expression,
            api=Api(stack.api.id, stack.api.stage, REGION, ACCOUNT),
            platform=self._platform,
            origin_headers=stack.origin_headers,
            refused=refusals.note,
        )

    async def open(
        self,
        api: web.Application,
        gateway: Gateway,
        tls: ssl.SSLContext,
        judge: Judge,
        end: AsyncExitStack,
    ) -> None:
        """They are open to the end; charge points leave first, and the API last."""
        runner = web.AppRunner(
            api, access_log=None, auto_decompress=False, shutdown_timeout=_LAST_WORDS
        )
        end.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.SockSite(runner, self._listeners["api"]).start()
        connections = PlainServer(management(gateway, judge), _LAST_WORDS)
        end.push_async_callback(connections.stop)
        await connections.start(self._listeners["connections"])
        end.push_async_callback(gateway.stop)
        await gateway.listen(self._listeners["ws"])
        await gateway.listen(self._listeners["wss"], tls)
