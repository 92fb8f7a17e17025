import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from csms.aws import pool
from csms_tools.local.tls import credentials, server_context


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A server's, whose certificate we trust as long as the test lasts."""
    made = credentials(tmp_path)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(made.ca))
    pool._context.cache_clear()
    yield server_context(made)
    pool._context.cache_clear()
