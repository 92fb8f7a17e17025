"""How a Lambda task reaches the runtime's functions: over HTTP, as the SDK's client does."""

import io
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

_LONGEST = 900.0  # seconds that a function may take
ROLE = "X-Csms-Role"  # AWS knows it from the signature


class LambdaClient:
    def __init__(self, endpoint: str, role_arn: str = "") -> None:
        self._endpoint = endpoint
        self._role_arn = role_arn

    def on_behalf_of(
        self, region: str, service: str, state_credentials: Any = None
    ) -> "LambdaClient":
        """The client for a task of a state machine that has this role."""
        if service != "lambda":
            raise NotImplementedError(f"a task of {service} has nobody who does it here")
        return LambdaClient(self._endpoint, getattr(state_credentials, "role_arn", ""))

    def invoke(self, **request: Any) -> dict[str, Any]:
        """Raises ClientError; an error of the function itself is in the answer."""
        name = quote(request["FunctionName"], safe=":")
        asked = urllib.request.Request(  # noqa: S310 - the runtime's own address
            f"{self._endpoint}/2015-03-31/functions/{name}/invocations",
            data=request.get("Payload") or b"{}",
            headers={"Content-Type": "application/json", ROLE: self._role_arn},
        )
        try:
            with urllib.request.urlopen(asked, timeout=_LONGEST) as response:  # noqa: S310
                answer = {"StatusCode": response.status, "Payload": io.BytesIO(response.read())}
                if failed := response.headers.get("X-Amz-Function-Error"):
                    answer["FunctionError"] = failed
                return answer
        except urllib.error.HTTPError as error:
            code = error.headers.get("X-Amzn-ErrorType", "ServiceException")
            raise _refusal(error.code, code, error.reason) from error
        except OSError as error:
            raise _refusal(503, "ServiceException", str(error)) from error


def _refusal(status: int, code: str, message: str) -> ClientError:
    told: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status, "RequestId": "local"},
    }
    return ClientError(told, "Invoke")
