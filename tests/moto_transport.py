"""Our own requests of AWS, handed to moto while a test mocks AWS; to loopback else, and no further.

moto hears botocore by its own hook; what does not come through botocore is given to that hook.
"""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

from csms.aws.errors import Unreachable
from csms.aws.http import Answer
from csms.aws.pool import Pool, pool
from csms_tools.local.permissions.judge import Denied
from tests import acting

LOOPBACK = ("127.0.0.1", "localhost")


class Transport(Pool):
    def send(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if not botocore_stubber.enabled:
            if urlsplit(url).hostname not in LOOPBACK:
                raise Unreachable(f"{url} is not on this machine, and no test mocks it")
            return super().send(method, url, headers, body)
        try:
            acting.ask_by_target(headers.get("x-amz-target", ""), body)
        except Denied as refusal:
            told = {"__type": "AccessDeniedException", "message": str(refusal)}
            return Answer(400, {}, json.dumps(told).encode())
        given = HTTPHeaders.from_dict(headers)
        request = AWSPreparedRequest(method, url, given, body, stream_output=False)
        answer = botocore_stubber("before-send", request)
        if answer is None:
            raise Unreachable(f"{url} is no service that moto knows")
        named: Mapping[str, str] = answer.headers
        lower = {name.lower().encode(): value.encode() for name, value in named.items()}
        return Answer(answer.status_code, lower, answer.content)


def install() -> None:
    pool.__class__ = Transport
