"""The gateway: API Gateway's WebSocket API and its management API, with CloudFront in front."""

from csms_tools.local.gateway.events import Api
from csms_tools.local.gateway.gateway import Gateway
from csms_tools.local.gateway.management import management
from csms_tools.local.gateway.platform import Platform

__all__ = ["Api", "Gateway", "Platform", "management"]
