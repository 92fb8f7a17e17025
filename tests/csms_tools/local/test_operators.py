"""The operators' door of the project's own template."""

from pathlib import Path

import pytest

from csms_tools.local.exclusive import Unusable
from csms_tools.local.http_api.issuer import Issuer
from csms_tools.local.operators import Operators, issuer_at
from csms_tools.local.stack.stack import Stack
from tests.csms_tools.local.gateway.support import FakeFunctions
from tests.support import ROOT

API = "http://127.0.0.1:8080"
GIVEN = {"OidcIssuer": issuer_at(API), "OidcAudience": "desk", "RoleClaim": "roles"}


def opened(folder: Path, **other: str) -> Operators:
    stack = Stack.load(ROOT / "template.yaml", GIVEN | other)
    return Operators.open(stack, FakeFunctions(), folder=folder, api_url=API)


def test_tokens_are_what_the_template_asks_for(tmp_path: Path) -> None:
    terms = opened(tmp_path).issuer.terms
    assert (terms.issuer, terms.audience, terms.role_claim) == (f"{API}/@issuer", "desk", "roles")
    assert Issuer.load(tmp_path).terms == terms


@pytest.mark.parametrize("issuer", ["https://login.example.com", ""])
def test_tokens_of_elsewhere_cannot_be_had(tmp_path: Path, issuer: str) -> None:
    with pytest.raises(Unusable, match=r"--parameter OidcIssuer: .*only those of `csms token`"):
        opened(tmp_path, OidcIssuer=issuer)
