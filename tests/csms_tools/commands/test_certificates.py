"""`csms certificates`: which one is meant."""

import json

import pytest
from click.testing import CliRunner, Result

from csms_tools.commands.certificates import certificates
from csms_tools.operator import options
from tests.csms_tools.operator.support import Csms, answers

ONE, OTHER = "5f3c" + "0" * 60, "5f3d" + "0" * 60
LISTED = {"items": [{"sha256": ONE}, {"sha256": OTHER}]}
AT = "/charge-points/CP1/client-certificates"


def run(monkeypatch: pytest.MonkeyPatch, csms: Csms, *words: str) -> Result:
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    return CliRunner().invoke(certificates, list(words))


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (ONE, [f"{AT}/{ONE}"]),
        (":".join(ONE[n : n + 2] for n in range(0, 64, 2)).upper(), [f"{AT}/{ONE}"]),
        ("5F3C", [AT, f"{AT}/{ONE}"]),
    ],
    ids=["whole", "as OpenSSL has it", "its first digits"],
)
def test_a_certificate_is_named_by_its_digest(
    monkeypatch: pytest.MonkeyPatch, told: str, asked: list[str]
) -> None:
    csms = answers(*([LISTED] if len(asked) == 2 else []), {"sha256": ONE})
    assert run(monkeypatch, csms, "show", "CP1", told).exit_code == 0
    assert [request.url.path for request in csms.asked] == asked


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("5f3", "2 certificates of CP1 begin with 5f3"),
        ("ab", "no certificates of CP1 begin with ab"),
        ("xyz", "'xyz' is no SHA-256: 64 hex digits, or the first of them"),
        (ONE + "0", "is no SHA-256"),
        ("", "is no SHA-256"),
    ],
)
def test_what_names_none_or_several_is_not_revoked(
    monkeypatch: pytest.MonkeyPatch, told: str, said: str
) -> None:
    csms = answers(LISTED)
    done = run(monkeypatch, csms, "revoke", "CP1", told, "--yes")
    assert (done.exit_code, said in done.output) == (2, True)
    assert all(request.method == "GET" for request in csms.asked)


@pytest.mark.parametrize(
    ("words", "member"), [(("CP1",), "notAfter"), (("requests", "CP1"), "receivedAt")]
)
def test_of_one_charge_point_the_last_is_first(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], member: str
) -> None:
    came = [{member: day, "sha256": day} for day in ("2027-02-01", "2027-03-01", "2027-01-01")]
    done = run(monkeypatch, answers({"items": [{}, *came]}), *words, "--json")
    assert [one.get(member) for one in json.loads(done.output)] == [
        "2027-03-01",
        "2027-02-01",
        "2027-01-01",
        None,
    ]
