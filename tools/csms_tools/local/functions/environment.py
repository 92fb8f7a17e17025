"""The environment that Lambda gives a function, before what the template adds."""

import os
from collections.abc import Mapping

from csms_tools.local.stack.stack import REGION, Function


def lambda_environment(
    function: Function, endpoint: str, endpoints: Mapping[str, str]
) -> dict[str, str]:
    """All that a function sees in os.environ. AWS is at `endpoint`, some services elsewhere."""
    name = function.arn.rpartition(":")[2]
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "_HANDLER": function.handler,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": function.id,  # by which it is judged
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_SESSION_TOKEN": "local",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_VERSION": "1" if function.alias else "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        # not AWS's: where the emulators are, and that nobody's own configuration counts
        "AWS_ENDPOINT_URL": endpoint,
        **{f"AWS_ENDPOINT_URL_{service}": url for service, url in endpoints.items()},
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        **function.environment,
    }
