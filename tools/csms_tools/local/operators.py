"""The operators' door: the HTTP API of the template, and the issuer whose tokens it takes."""

from dataclasses import dataclass
from pathlib import Path

from csms_tools.local.exclusive import Unusable
from csms_tools.local.http_api.front import Front, Functions
from csms_tools.local.http_api.issuer import Issuer, Terms
from csms_tools.local.http_api.sign_in import SignIn
from csms_tools.local.http_api.tokens import Tokens
from csms_tools.local.stack.stack import Stack


@dataclass(frozen=True)
class Operators:
    front: Front
    issuer: Issuer
    sign_in: SignIn

    @classmethod
    def open(cls, stack: Stack, functions: Functions, *, folder: Path, api_url: str) -> "Operators":
        """The issuer's key lies in the folder. Raises Unusable."""
        issuer_url = issuer_at(api_url)
        for authorizer in stack.http_api.authorizers:
            if authorizer.issuer != issuer_url:
                told = f"tokens of {authorizer.issuer} cannot be had here"
                raise Unusable(f"--parameter OidcIssuer: {told}, only those of `csms token`")
        audience = [name for it in stack.http_api.authorizers for name in it.audience]
        terms = Terms(issuer_url, (audience or [""])[0], stack.parameters.get("RoleClaim", ""))
        issuer = Issuer.open(folder, terms)
        tokens = {each: Tokens(issuer.keys, each) for each in stack.http_api.authorizers}
        front = Front(stack.http_api, functions, tokens)
        return cls(front, issuer, SignIn.open(issuer, folder))


def issuer_at(api_url: str) -> str:
    return f"{api_url}/@issuer"
