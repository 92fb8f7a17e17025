"""API Gateway's HTTP API in front of the operators' functions (payload format 2.0)."""

from csms_tools.local.http_api.front import LARGEST, Front
from csms_tools.local.http_api.tokens import Tokens

__all__ = ["LARGEST", "Front", "Tokens"]
