"""What functions say of their work, as JSON lines."""

import json
from functools import partial

from aws_lambda_powertools import Logger

# in ASCII, because half of a surrogate pair, which JSON can spell, cannot be written as it is
_spell = partial(json.dumps, separators=(",", ":"), default=str)

logger = Logger(service="csms", json_serializer=_spell)
