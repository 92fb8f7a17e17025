import os
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import pytest
from cryptography import x509

from csms.aws import http, pool
from csms.aws.errors import Unanswered, Unreachable
from csms.aws.pool import IDLE, ROOTS, Pool
from tests.csms.aws.servers import Aws, serving


@pytest.mark.filterwarnings("ignore:Parsed a serial number")  # Starfield's is 0
def test_the_roots_are_amazon_s_as_botocore_has_them() -> None:
    ours = x509.load_pem_x509_certificates(ROOTS.read_bytes())
    named = {root.subject.rfc4514_string().partition(",")[0] for root in ours}
    assert named == {
        *(f"CN=Amazon Root CA {number}" for number in range(1, 5)),
        "CN=Starfield Services Root Certificate Authority - G2",
    }
    bundle = (files("botocore") / "cacert.pem").read_text()
    for block in ROOTS.read_text().split("# ")[1:]:
        assert block.partition("\n")[2] in bundle


def test_a_context_verifies_and_speaks_no_old_tls() -> None:
    context = pool._context()
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2


def test_what_was_idle_for_long_is_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("csms.aws.pool.time.monotonic", lambda: now[0])
    own = Pool()
    with serving(Aws()) as aws:
        for seconds in (0.0, IDLE - 1, IDLE + 1):
            now[0] += seconds
            own.send("GET", aws.url, {}, b"")
    assert [one.peer == aws.asked[0].peer for one in aws.asked] == [True, True, False]


def test_a_forked_process_opens_its_own(tmp_path: Path) -> None:
    with serving(Aws()) as aws:
        pool.pool.send("GET", aws.url, {}, b"")
        child = os.fork()
        if not child:
            try:
                pool.pool.send("GET", aws.url, {}, b"")
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        pool.pool.send("GET", aws.url, {}, b"")
    mine, other, again = (one.peer for one in aws.asked)
    assert mine == again != other


def test_an_answer_that_never_comes_is_told_without_a_header() -> None:
    with serving(Aws([None])) as aws, pytest.raises(Unanswered) as failed:
        Pool().send("POST", aws.url, {"authorization": "Signature=secret"}, b"{}")
    assert "secret" not in str(failed.value)


def test_a_connection_is_used_again() -> None:
    own = Pool()
    with serving(Aws()) as aws:
        for _ in range(3):
            own.send("POST", aws.url, {}, b"{}")
    assert len({one.peer for one in aws.asked}) == 1


def test_one_that_the_other_side_has_closed_is_not() -> None:
    own = Pool()
    with serving(Aws()) as aws:
        own.send("GET", aws.url, {}, b"")
        [[(_, connection)]] = own._idle.values()
        connection._socket.shutdown(socket.SHUT_RDWR)
        own.send("GET", aws.url, {}, b"")
    first, second = (one.peer for one in aws.asked)
    assert first != second


def test_over_tls_it_is_used_again_and_opened_again_once_the_other_side_was_tired_of_it(
    tls: ssl.SSLContext,
) -> None:
    own = Pool()
    with serving(Aws(), tls, idle=0.2) as aws:
        for pause in (0, 0, 0.6, 0):
            time.sleep(pause)
            assert own.send("POST", aws.url, {}, b"{}").status == 200
    peers = [one.peer for one in aws.asked]
    assert peers[0] == peers[1] != peers[2] == peers[3]


def test_a_certificate_of_another_root_is_not_taken(
    tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_CA_BUNDLE")
    with (
        serving(Aws(), tls) as aws,
        pytest.raises(Unreachable, match="certificate verify failed"),
    ):
        Pool().send("POST", aws.url, {}, b"{}")
    assert aws.asked == []


def test_one_that_was_interrupted_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Pool()
    with serving(Aws()) as aws:
        own.send("GET", aws.url, {}, b"")
        with monkeypatch.context() as patched:
            patched.setattr(http._Reading, "take", interrupted)
            with pytest.raises(KeyboardInterrupt):
                own.send("GET", aws.url, {}, b"")
        own.send("GET", aws.url, {}, b"")
    first, second, third = (one.peer for one in aws.asked)
    assert first == second != third


def test_threads_have_connections_of_their_own() -> None:
    own = Pool()
    with serving(Aws()) as aws, ThreadPoolExecutor(8) as threads:
        answers = threads.map(lambda _: own.send("POST", aws.url, {}, b"{}"), range(200))
        assert {answer.status for answer in answers} == {200}
    [idle] = own._idle.values()
    assert len({one.peer for one in aws.asked}) == len(idle) <= 8


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt
