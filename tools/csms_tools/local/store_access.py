"""How a program on the desk reaches the tables of a running `csms up` through csms.store."""

import os
from collections.abc import Mapping


def point_store_at(endpoint: str, region: str, tables: Mapping[str, str]) -> None:
    """To be called before csms.store is imported: it takes its tables from the environment."""
    os.environ |= {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        # the emulators ask for credentials and do not look at them
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "STATE_TABLE": tables["StateTable"],
        "HISTORY_TABLE": tables["HistoryTable"],
    }
