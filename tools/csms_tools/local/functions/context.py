"""The second argument of a handler: attributes and methods as Lambda's own context has them."""

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CognitoIdentity:
    cognito_identity_id: str | None = None
    cognito_identity_pool_id: str | None = None


@dataclass
class Context:
    function_name: str
    memory_limit_in_mb: str
    invoked_function_arn: str
    aws_request_id: str
    log_group_name: str
    log_stream_name: str
    timeout: float  # seconds
    function_version: str = "$LATEST"
    identity: CognitoIdentity = CognitoIdentity()
    client_context: None = None
    tenant_id: None = None
    _began: float = field(default_factory=time.monotonic)

    def get_remaining_time_in_millis(self) -> int:
        left = self._began + self.timeout - time.monotonic()
        return max(int(left * 1000), 0)
